// An input counts as tested when two of its values have different effects: here each input of each action has its row.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CHECKOUT, SNAPSHOT } from '../src/elsewhere.mjs'
import { SHA, BUSY } from './slot-stand-in.mjs'
import { manifest } from './step.mjs'
import { world } from './world.mjs'

const asked = field => ({ slot }) => slot.requests[0]?.[field]
const finished = field => ({ slot }) => slot.requests.at(-1)[field]
const OTHER = 'f'.repeat(40)

/** By input: which other inputs are given, what is looked at, and what is seen for which value. */
const SNAPSHOT_ROWS = {
  path: { see: ({ slot }) => slot.requests[0]?.path.slice(slot.root.length), values: { '{mnt}/one': '/one', '{mnt}/two/': '/two' } },
  key: { see: asked('key'), values: { a: 'a', 'b/c.d': 'b/c.d' } },
  version: { see: asked('version'), values: { v3: 'v3', '': undefined } },
  'restore-keys': { see: asked('restore-keys'), values: { 'cargo-a-\ncargo-': 'cargo-a-,cargo-', 'x,y z': 'x,y,z', '': undefined } },
  'branch-fallback': { see: asked('branch-fallback'), values: { false: 'false', true: undefined } },
  'default-branch-fallback': { see: asked('default-branch-fallback'), values: { False: 'false', TRUE: undefined } },
  save: { see: asked('save'), values: { true: 'true', false: 'false', auto: 'auto', '': 'auto' } },
  'force-save': { see: asked('save'), values: { true: 'true', false: 'auto' } },
  'save-marker-file': { see: asked('save-marker-file'), values: { 'out/id': 'out/id', '{mnt}/rust-cargo/mark': 'mark', '': undefined } },
  'save-marker-value': { with: { 'save-marker-file': 'id' }, see: asked('save-marker-value'), values: { 'rust 1.90': 'rust 1.90', '': undefined } },
  'save-if': { see: asked('save-if'), values: { always: 'always', 'git-paths-changed': 'git-paths-changed', '': undefined } },
  'git-paths': { see: asked('git-paths'), values: { 'src/**\nCargo.lock :!docs': 'src/** Cargo.lock :!docs', '': undefined } },
  'save-on-empty': { see: asked('save-on-empty'), values: { false: 'false', true: undefined } },
  wait: { post: true, see: finished('wait'), values: { detached: 'detached', ready: 'ready', '': undefined } },
  wait_for_completion: { post: true, see: finished('wait'), values: { true: 'ready', false: 'cut' } },
  timeout: { post: true, see: ({ slot }) => slot.requests.map(request => request.timeout), values: { 30: ['30', '30'], '': ['120', '120'] } },
  'on-failure': { answers: { finish: () => BUSY }, post: true, see: ({ end }) => end.code, values: { fail: 1, scratch: 0 } },
  stream: { see: ({ step, slot }) => [step.code, slot.requests.length], values: { 'function-a': [1, 0], '': [0, 1] } },
}

const CHECKOUT_ROWS = {
  path: { see: asked('directory'), values: { '{mnt}/rust-cargo/workspace': 'workspace', '{mnt}/rust-cargo/a/../b/': 'b', '{mnt}/rust-cargo': undefined } },
  repository: {
    see: ({ slot: { requests: [{ url, ref, sha }] } }) => [url, ref, sha],
    values: {
      'acme/other': ['https://github.com/acme/other', 'HEAD', undefined],
      'acme/lambdas': ['https://github.com/acme/lambdas', 'refs/heads/main', SHA],
      '': ['https://github.com/acme/lambdas', 'refs/heads/main', SHA],
    },
  },
  ref: {
    see: ({ slot: { requests: [{ ref, sha }] } }) => [ref, sha],
    values: { main: ['refs/heads/main', SHA], 'refs/heads/main': ['refs/heads/main', SHA], v1: ['v1', undefined], [OTHER]: [OTHER, undefined] },
  },
  sha: { see: asked('sha'), values: { [OTHER]: OTHER, '': SHA } },
  token: { see: ({ slot: { requests: [{ token, tokenMode }] } }) => [token, tokenMode], values: { ghp_x: ['ghp_x', 0o600], '': [undefined, undefined] } },
  clean: { see: asked('clean'), values: { true: 'true', false: 'false' } },
  'skip-if-head-matches': { see: asked('verify'), values: { false: 'true', true: 'auto' } },
  submodules: { see: asked('submodules'), values: { true: 'true', recursive: 'recursive', false: 'false' } },
  lfs: { see: asked('lfs'), values: { true: 'true', false: 'false' } },
  'fetch-depth': { see: asked('depth'), values: { 0: '0', 50: '50', '': '1' } },
  'sparse-checkout': { see: asked('sparse'), values: { 'app\n.github\n': 'app\n.github', '': undefined } },
  verify: { see: asked('verify'), values: { true: 'true', false: 'false', auto: 'auto' } },
  timeout: { see: asked('timeout'), values: { 300: '300', '': '120' } },
}

const SAVE_ROWS = {
  path: { see: ({ slot }) => slot.requests[0].path.slice(slot.root.length), values: { '{mnt}/one': '/one', '{mnt}/two': '/two' } },
  save: { see: asked('op'), values: { agreed: 'finish', true: 'save', false: 'skip', '': 'finish' } },
  reason: { with: { save: 'false' }, see: asked('reason'), values: { 'tests failed': 'tests failed', '': undefined } },
  wait: { see: asked('wait'), values: { cut: 'cut', '': undefined } },
  timeout: { see: asked('timeout'), values: { 30: '30', '': '120' } },
}

const run = (scene, action, inputs) => ({ snapshot: scene.restore, checkout: scene.checkout, save: scene.save })[action](inputs)

async function see(context, action, name, row, value) {
  const scene = world(context, { answers: row.answers })
  const inputs = { ...row.with, [name]: value.replace('{mnt}', scene.slot.root) }
  const step = await run(scene, action, inputs)
  const end = row.post ? await scene.post(step, inputs) : undefined
  return row.see({ slot: scene.slot, step, end })
}

for (const [action, rows, moved] of [['snapshot', SNAPSHOT_ROWS, SNAPSHOT], ['checkout', CHECKOUT_ROWS, CHECKOUT], ['save', SAVE_ROWS, {}]]) {
  describe(`inputs of ${action}`, { concurrency: 4 }, () => {
    test('each that the action declares is looked at', () => {
      assert.deepEqual(Object.keys(manifest(action).inputs).sort(), [...Object.keys(rows), ...Object.keys(moved)].sort())
    })
    test('of other actions are answered with a notice where they are given, and only there', async context => {
      const given = Object.fromEntries(Object.keys(moved).map(name => [name, '7']))
      const [all, none] = [await run(world(context), action, given), await run(world(context), action, {})]
      for (const name of Object.keys(moved)) assert.ok(all.log.includes(`::notice title=Headwater::The input ${name} has no effect here: `), name)
      assert.doesNotMatch(none.log, /::notice/)
    })
    for (const [name, row] of Object.entries(rows)) {
      test(`${name}: each value has its own effect`, async context => {
        const seen = []
        for (const value of Object.keys(row.values)) seen.push(await see(context, action, name, row, value))
        assert.deepEqual(seen, Object.values(row.values))
        assert.ok(new Set(seen.map(one => JSON.stringify(one))).size > 1, 'two values differ')
      })
    }
  })
}
