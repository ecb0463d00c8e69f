// The pages that describe the actions, against the actions.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { ACTIONS } from '../build.mjs'
import { CHECKOUT, SNAPSHOT } from '../src/elsewhere.mjs'
import { folder, manifest } from './step.mjs'

const read = name => readFileSync(path.join(folder, '..', name), 'utf8')

const REFERENCE = 'docs/reference/actions.md'
const COMING_FROM = ['docs/how-to/move-from-runs-on-snapshot.md', 'docs/how-to/move-from-actions-cache.md']

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
