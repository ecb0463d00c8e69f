// The pages that describe the actions, against the actions.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse, parseAllDocuments } from 'yaml'
import { ACTIONS } from '../build.mjs'
import { CHECKOUT, SNAPSHOT } from '../src/elsewhere.mjs'
import { folder, manifest } from './step.mjs'

const read = name => readFileSync(path.join(folder, '..', name), 'utf8')

const REFERENCE = 'docs/reference/actions.md'
const COMING_FROM = ['docs/how-to/move-from-runs-on-snapshot.md', 'docs/how-to/move-from-actions-cache.md']
const PAGES = [REFERENCE, ...COMING_FROM, 'docs/how-to/rust-cargo-matrix.md', 'docs/how-to/prove-your-runs.md']

const MOVED = { snapshot: [...Object.keys(SNAPSHOT), 'wait_for_completion'], checkout: Object.keys(CHECKOUT), save: [] }

const section = (text, heading) => text.split(`\n## ${heading}\n`)[1].split('\n## ')[0]

/** The cells of each row of the tables whose first heading is this. */
function rows(text, heading) {
  const tables = text.split('\n\n').map(block => block.trim()).filter(block => block.startsWith(`| ${heading} |`))
  return tables.flatMap(table => table.split('\n').slice(2).map(row => row.split(/ *(?<!\\)\| */).slice(1, -1)))
}

const names = cell => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name)

/** How the page shows the default of an input. */
function shown(input) {
  if (input.required) return 'required'
  return input.default === undefined ? undefined : `\`${input.default}\``
}

describe('the reference', () => {
  for (const action of ACTIONS) {
    const { inputs, outputs } = manifest(action)
    const page = section(read(REFERENCE), action)

    test(`has every input of ${action} with its default`, () => {
      const own = Object.entries(inputs).filter(([name]) => !MOVED[action].includes(name))
      const described = rows(page, 'input')
      assert.deepEqual(described.map(([name]) => names(name)[0]), own.map(([name]) => name))
      for (const [index, [name, input]] of own.entries()) {
        if (shown(input) !== undefined) assert.equal(described[index][1], shown(input), name)
      }
    })

    test(`has every output of ${action}`, () => {
      assert.deepEqual(rows(page, 'output').map(([name]) => names(name)[0]), Object.keys(outputs))
    })
  }
})

test('each input of another action is on a page for those who come from it, and the notice agrees with the reference', () => {
  const moved = COMING_FROM.flatMap(page => rows(section(read(page), 'Input by input'), 'there').flatMap(([there]) => names(there)))
  for (const name of MOVED.snapshot) assert.ok(moved.includes(name), name)
  for (const name of MOVED.checkout) assert.ok(section(read(REFERENCE), 'checkout').includes(`\`${name}\``), name)
  const known = Object.keys(manifest('snapshot').inputs)
  for (const name of moved) assert.ok(known.includes(name), name)
})

const blocks = page => [...read(page).matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text)

/** All values below a value that are objects. */
const objects = value =>
  value !== null && typeof value === 'object' ? [...(Array.isArray(value) ? [] : [value]), ...Object.values(value).flatMap(objects)] : []

describe('YAML on the pages', () => {
  for (const page of PAGES) {
    test(`of ${page} is sound`, () => {
      assert.ok(blocks(page).length > 0)
      for (const text of blocks(page)) {
        for (const document of parseAllDocuments(text)) {
          assert.deepEqual(document.errors, [])
          objects(document.toJS()).forEach(understood)
        }
      }
    })
  }
})

/** A step that uses one of the actions, or an object of the API, has nothing that these do not know. */
function understood(value) {
  const used = /^headwater-dev\/headwater\/actions\/([a-z]+)@v1$/.exec(value.uses ?? '')
  if (used) {
    const { inputs } = manifest(used[1])
    for (const name of Object.keys(value.with ?? {})) assert.ok(name in inputs, `${used[1]} has no input ${name}`)
    for (const [name, input] of Object.entries(inputs)) assert.ok(!input.required || name in value.with, `${used[1]} needs ${name}`)
  }
  if (value.apiVersion === 'headwater.dev/v1alpha1') known(value.spec, schema(value.kind).properties.spec, `${value.kind}.spec`)
}

const schema = kind => parse(read(`helm/headwater/api/${kind.toLowerCase().replace(/y$/, 'ie')}s.yaml`)).spec.versions[0].schema.openAPIV3Schema

function known(value, { properties, items }, where) {
  if (Array.isArray(value)) value.forEach(item => known(item, items, where))
  else if (properties) {
    for (const [name, inner] of Object.entries(value)) {
      assert.ok(name in properties, `${where}.${name} is no field`)
      known(inner, properties[name], `${where}.${name}`)
    }
  }
}
