import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { ACTIONS, bundle } from '../build.mjs'
import { CONTRACT } from '../src/slot.mjs'
import { folder, manifest } from './step.mjs'

test('what is committed is what the sources make: npm run build', async context => {
  const fresh = mkdtempSync(path.join(tmpdir(), 'headwater-bundle-'))
  context.after(() => rmSync(fresh, { recursive: true }))
  await bundle(fresh)

  for (const action of ACTIONS) {
    for (const file of ['index.js', 'licenses.txt']) {
      const name = path.join(action, 'dist', file)
      assert.ok(readFileSync(path.join(fresh, name)).equals(readFileSync(path.join(folder, name))), `${name} is not what npm run build makes`)
    }
  }
})

test('a bundle needs nothing but node', () => {
  for (const action of ACTIONS) {
    const text = readFileSync(path.join(folder, action, 'dist/index.js'), 'utf8')
    const wanted = new Set([...text.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name.replace(/^node:/, '')))
    assert.deepEqual([...wanted].filter(name => !['child_process', 'crypto', 'fs', 'os', 'path', 'timers/promises'].includes(name)), [])
  }
})

test('each action runs what is there, and a snapshot is only saved after success', () => {
  for (const action of ACTIONS) {
    const { runs } = manifest(action)
    assert.equal(runs.using, 'node24')
    assert.ok(existsSync(path.join(folder, action, runs.main)))
  }
  const { runs } = manifest('snapshot')
  assert.deepEqual([runs.post, runs['post-if']], [runs.main, 'success()'])
})

test('of a node plugin is wanted what the one beside the actions keeps', () => {
  const layout = readFileSync(path.join(folder, '../control/src/main/java/dev/headwater/control/Layout.java'), 'utf8')
  assert.equal(Number(layout.match(/CONTRACT_NUMBER = (\d+);/)[1]), CONTRACT)
})

test('the lock file names no registry', () => {
  assert.doesNotMatch(readFileSync(path.join(folder, 'package-lock.json'), 'utf8'), /"resolved"/)
})
