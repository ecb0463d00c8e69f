import { realpathSync } from 'node:fs'
import path from 'node:path'
import { announcedSlot } from './slot.mjs'
import { WrongInput } from './trouble.mjs'

const VOLUME = /^(\/[A-Za-z0-9_][A-Za-z0-9._-]*){2,}$/
const MAX_PATH = 200

/**
 * The path of a volume: absolute, and not where the runner works. A volume over the runner's directories could not be taken away at the end of
 * the job, because the runner itself has files open there.
 */
export function volumePath(value, env = process.env) {
  const volume = value.replace(/\/+$/, '')
  if (!VOLUME.test(volume) || volume.length > MAX_PATH) {
    throw new WrongInput(
      `path is not absolute with at least two elements of letters, digits and . _ -, as in /mnt/rust-cargo-snapshot: ${JSON.stringify(value.slice(0, MAX_PATH))}.`,
    )
  }
  for (const [whose, directory] of runnerDirectories(env)) {
    if (overlap(resolved(volume), resolved(directory))) {
      const better = `${announcedSlot(env) ?? '/mnt'}/${path.basename(volume)}`
      throw new WrongInput(
        `path ${volume} is in ${whose} ${directory}, or around it. The runner keeps that directory in use, so the volume could not be taken away at the end of the job, and nothing would be saved. Use a directory of its own below the slot, as in ${better}, and check out into ${better}/workspace.`,
      )
    }
  }
  return volume
}

function runnerDirectories(env) {
  const work = env.RUNNER_WORKSPACE && path.dirname(env.RUNNER_WORKSPACE)
  return [
    ["the job's workspace", env.GITHUB_WORKSPACE],
    ["the runner's work directory", work],
    ["the runner's directory for temporary files", env.RUNNER_TEMP],
  ].filter(([, directory]) => directory && directory !== '/')
}

const overlap = (one, other) => one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`)

/** With the links of what is there already followed. */
function resolved(directory) {
  try {
    return realpathSync(directory)
  } catch {
    const parent = path.dirname(directory)
    return parent === directory ? directory : path.join(resolved(parent), path.basename(directory))
  }
}
