// Bundles each action into one file, which is committed: what a workflow names runs as it is.
// node build.mjs [FOLDER]: below this folder instead of in place.
import { build } from 'esbuild'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))

export const ACTIONS = ['snapshot', 'checkout', 'save']

// An import of these packages does nothing but define things; so the HTTP client of @actions/core, half a megabyte, stays out of a bundle that
// never calls it.
const unusedPackagesAreLeftOut = {
  name: 'unused-packages-are-left-out',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async ({ path: name, pluginData, ...importer }) => {
      if (pluginData === 'resolving') return undefined
      const found = await build.resolve(name, { ...importer, pluginData: 'resolving' })
      return found.external ? found : { ...found, sideEffects: false }
    })
  },
}

/** Writes ACTION/dist/{index.js,licenses.txt} below the folder. */
export async function bundle(folder = here) {
  for (const action of ACTIONS) {
    const target = path.join(folder, action, 'dist')
    const { metafile } = await build({
      absWorkingDir: here,
      entryPoints: [`src/${action}.mjs`],
      outfile: path.join(target, 'index.js'),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      legalComments: 'none',
      preserveSymlinks: true, // node_modules may be a link; where to is not to be seen in a bundle
      metafile: true,
      plugins: [unusedPackagesAreLeftOut],
    })
    mkdirSync(target, { recursive: true })
    writeFileSync(path.join(target, 'licenses.txt'), licenses(used(metafile)))
  }
}

const used = ({ outputs }) =>
  Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file))

/** The license texts of the packages that these files belong to. */
function licenses(files) {
  const packages = new Set(files.flatMap(file => file.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []))
  return [...packages].sort().map(license).join('\n')
}

function license(folder) {
  const { name, version } = JSON.parse(readFileSync(path.join(here, folder, 'package.json'), 'utf8'))
  const file = readdirSync(path.join(here, folder)).find(entry => /^licen[sc]e/i.test(entry))
  const text = file === undefined ? '' : readFileSync(path.join(here, folder, file), 'utf8')
  return `${name} ${version}\n\n${text.trim()}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle(process.argv[2])
