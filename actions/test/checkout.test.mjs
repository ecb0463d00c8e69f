import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { SHA } from './slot-stand-in.mjs'
import { world } from './world.mjs'

const SCRATCH_ONLY = { outcome: 'failed', reason: 'ScratchOnly', message: 'This job runs on scratch, where no keeper can check out.' }

/** A server of git with one repository of two commits, and a job whose repository it is. */
function served(context, options) {
  const scene = world(context, options)
  const { job, slot } = scene
  const repository = path.join(slot.folder, 'server/acme/lambdas')
  mkdirSync(path.join(repository, 'app'), { recursive: true })
  mkdirSync(path.join(repository, 'docs'))
  const git = (...args) => execFileSync('git', ['-C', repository, '-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { encoding: 'utf8' }).trim()
  git('init', '-q', '-b', 'main')
  const commit = content => {
    writeFileSync(path.join(repository, 'app/file'), content)
    writeFileSync(path.join(repository, 'docs/page'), content)
    git('add', '.')
    git('commit', '-q', '-m', content)
    return git('rev-parse', 'HEAD')
  }
  const first = commit('one')
  git('tag', 'v1')
  const second = commit('two')
  Object.assign(job.environment, { GITHUB_SERVER_URL: `file://${slot.folder}/server`, GITHUB_SHA: second, GIT_CONFIG_GLOBAL: '/dev/null' })
  const tree = path.join(slot.folder, 'cold/workspace')
  return { ...scene, git, first, second, tree, commit }
}

describe('the checkout step', { concurrency: 4 }, () => {
  test('lets the keeper of the volume do it, and tells what it did', async context => {
    const { checkout, slot, volume } = world(context)
    const step = await checkout()

    assert.equal(step.code, 0, step.log)
    const { token, tokenMode, ...request } = slot.requests[0]
    assert.deepEqual(request, {
      op: 'checkout',
      timeout: '120',
      path: volume,
      directory: 'workspace',
      url: 'https://github.com/acme/lambdas',
      ref: 'refs/heads/main',
      sha: SHA,
      depth: '1',
      submodules: 'false',
      lfs: 'false',
      clean: 'false',
      verify: 'auto',
    })
    assert.deepEqual([token, tokenMode], ['ghs_job', 0o600])
    assert.deepEqual(step.outputs, {
      outcome: 'done',
      reason: 'CheckedOut',
      commit: SHA,
      'checkout-head': SHA,
      'checkout-changed-files': '5',
      'checkout-fetched': 'true',
      'checkout-took-ms': '300',
    })
    assert.ok(step.summary.includes('workspace: checked out') && step.summary.includes('0.3 s'))
  })

  test('keeps the token out of everything but its file', async context => {
    const { checkout, slot } = world(context)
    const step = await checkout({ token: 'ghp_secret' })

    assert.equal(step.log.replace('::add-mask::ghp_secret', '').includes('ghp_secret'), false)
    const { token, ...request } = slot.requests[0]
    assert.equal(JSON.stringify([request, step.outputs, step.summary, step.environment]).includes(token), false)
    assert.deepEqual(slot.leftInInbox(), [])
  })

  test('leaves no token behind where nobody answers', async context => {
    const { checkout, slot } = world(context, { serves: false })
    const step = await checkout({ timeout: '1' })

    assert.equal(step.code, 1)
    assert.match(step.log, /No Headwater node plugin answered within 1 seconds/)
    assert.deepEqual(slot.leftInInbox(), [])
  })

  test('fails with what the keeper says', async context => {
    const { checkout } = world(context, { answers: { checkout: () => ({ outcome: 'failed', reason: 'CheckoutFailed', message: 'The remote does not know the ref v9.' }) } })
    const step = await checkout({ ref: 'v9' })

    assert.equal(step.code, 1)
    assert.match(step.log, /::error title=Headwater::The remote does not know the ref v9\./)
  })

  test('refuses what cannot be meant with a sentence', async context => {
    const { checkout, slot } = world(context)
    const wrong = [
      [{ path: '' }, /path is missing: the working tree/],
      [{ repository: 'lambdas' }, /repository is not OWNER\/NAME: "lambdas"/],
      [{ sha: 'abc' }, /sha is not 40 or 64 hex digits: "abc"/],
      [{ ref: 'v1', sha: SHA }, /ref is no full ref.*Give the sha alone, or the full ref/],
      [{ 'fetch-depth': '-1' }, /fetch-depth is not a whole number from 0/],
      [{ submodules: 'all' }, /submodules is none of false, true, recursive/],
      [{ verify: 'never' }, /verify is none of auto, true, false/],
      [{ verify: 'false', 'skip-if-head-matches': 'false' }, /skip-if-head-matches is false, which compares every file, and verify is false/],
    ]
    for (const [inputs, sentence] of wrong) {
      const step = await checkout(inputs)
      assert.equal(step.code, 1, JSON.stringify(inputs))
      assert.match(step.log, sentence)
    }
    assert.equal(slot.requests.length, 0)
  })
})

describe('the checkout step of a cold job', { concurrency: 4 }, () => {
  test('runs git itself on scratch', async context => {
    const { checkout, second, volume } = served(context, { answers: { checkout: () => SCRATCH_ONLY } })
    const step = await checkout()

    assert.equal(step.code, 0, step.log)
    assert.equal(readFileSync(`${volume}/workspace/app/file`, 'utf8'), 'two')
    assert.deepEqual([step.outputs.commit, step.outputs['checkout-fetched']], [second, 'true'])
    assert.match(step.log, /by the job's own git/)
  })

  test('runs git itself outside of a slot', async context => {
    const { checkout, tree, second } = served(context)
    const step = await checkout({ path: tree })

    assert.equal(step.code, 0, step.log)
    assert.equal(step.outputs.commit, second)
  })

  test('runs git itself where the node plugin is too old, and says why', async context => {
    const { checkout, second } = served(context, { contract: null })
    const step = await checkout()

    assert.equal(step.outputs.commit, second)
    assert.match(step.log, /::notice title=Headwater::The Headwater node plugin .* is older than this action/)
  })

  test('leaves a tree alone that is at the commit, unless it is told to look', async context => {
    const { checkout, tree, commit } = served(context)
    await checkout({ path: tree })
    writeFileSync(path.join(tree, 'app/file'), 'changed')

    assert.equal((await checkout({ path: tree })).outputs['checkout-fetched'], 'false')
    assert.equal(readFileSync(path.join(tree, 'app/file'), 'utf8'), 'changed')
    assert.equal((await checkout({ path: tree, 'skip-if-head-matches': 'false' })).outputs['checkout-fetched'], 'true')
    assert.equal(readFileSync(path.join(tree, 'app/file'), 'utf8'), 'two')

    const third = commit('three')
    writeFileSync(path.join(tree, 'untracked'), '')
    assert.equal((await checkout({ path: tree, sha: third })).outputs.commit, third)
    assert.ok(existsSync(path.join(tree, 'untracked')))
    const fourth = commit('four')
    await checkout({ path: tree, sha: fourth, clean: 'true' })
    assert.equal(existsSync(path.join(tree, 'untracked')), false)
  })

  test('finds a tag by its name, and as much history as is asked for', async context => {
    const { checkout, tree, first, second } = served(context)
    const history = () => execFileSync('git', ['-C', tree, 'rev-list', '--count', 'HEAD'], { encoding: 'utf8' }).trim()

    assert.equal((await checkout({ path: tree, ref: 'v1' })).outputs.commit, first)
    assert.equal((await checkout({ path: tree, sha: second })).outputs.commit, second)
    assert.equal(history(), '1')
    await checkout({ path: tree, 'fetch-depth': '0', 'skip-if-head-matches': 'false' })
    assert.equal((await checkout({ path: tree, 'fetch-depth': '2', ref: 'refs/heads/main', sha: second, 'skip-if-head-matches': 'false' })).code, 0)
    assert.equal(history(), '2')
  })

  test('has only the directories that are wanted', async context => {
    const { checkout, tree } = served(context)
    await checkout({ path: tree, 'sparse-checkout': 'app' })
    assert.deepEqual([existsSync(path.join(tree, 'app/file')), existsSync(path.join(tree, 'docs/page'))], [true, false])

    await checkout({ path: tree, 'skip-if-head-matches': 'false' })
    assert.equal(existsSync(path.join(tree, 'docs/page')), true)
  })

  test('fails with what git says, and without the token', async context => {
    const { checkout, tree } = served(context)
    const step = await checkout({ path: tree, ref: 'v9', token: 'ghp_secret' })

    assert.equal(step.code, 1)
    assert.match(step.log, /git could not check out v9 of file:.*acme\/lambdas: .*v9/)
    assert.equal(step.log.replace('::add-mask::ghp_secret', '').includes('ghp_secret'), false)
  })

  test('fails with a sentence where there is no git', async context => {
    const { checkout, tree, job } = served(context)
    job.environment.PATH = '/nowhere'

    assert.match((await checkout({ path: tree })).log, /there is no git here\./)
  })

  test('fails with a sentence where it can make no directory', async context => {
    const { checkout, slot } = served(context)
    writeFileSync(path.join(slot.folder, 'file'), '')

    assert.match((await checkout({ path: path.join(slot.folder, 'file/workspace') })).log, /workspace could not be made \(ENOTDIR\)/)
  })
})
