import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { BUSY, notSaved, SHA } from './slot-stand-in.mjs'
import { world } from './world.mjs'

const SCRATCH = {
  outcome: 'scratch',
  reason: 'TimedOut',
  message: 'Nothing could be attached in time. The job runs cold at /mnt/rust-cargo, and nothing of it is saved.',
  restored: 'false',
  'restored-from': 'scratch',
  'new-volume': 'true',
  'state-file': '/mnt/.headwater/in/state',
  run: 'run-1',
  'took-ms': '120000',
}

describe('the snapshot step', { concurrency: 4 }, () => {
  test('tells where the content comes from, as outputs, in the log and in the summary', async context => {
    const { restore, slot } = world(context)
    const step = await restore()

    assert.equal(step.code, 0, step.log)
    const { 'restored-cut-at': cutAt, ...outputs } = step.outputs
    assert.ok(Date.parse(cutAt))
    assert.deepEqual(outputs, {
      outcome: 'attached',
      reason: 'HeadOfLane',
      restored: 'true',
      'restored-from': 'branch',
      'restored-branch': 'main',
      'restored-snapshot-id': 'hw-1',
      'restored-source-sha': SHA,
      'restored-source-ref': 'refs/heads/main',
      'volume-id': 'pv-1',
      'new-volume': 'false',
      'state-file': slot.path('.headwater/in/state'),
      run: 'run-1',
      'took-ms': '2100',
    })
    assert.match(step.log, /^headwater: Restored from snapshot hw-1 of branch main/m)
    for (const words of ['rust-cargo: restored', 'main (branch)', 'hw-1', '3 h ago', SHA, '2.1 s']) assert.ok(step.summary.includes(words), words)
    assert.deepEqual(slot.leftInInbox(), [])
  })

  test('asks as the job that it is', async context => {
    const { restore, slot } = world(context, { environment: { GITHUB_BASE_REF: 'release/1', GITHUB_WORKFLOW: 'build \\ "all"\n$(rm) é' } })
    await restore()

    const { op, repository, ref, sha, event, workflow, job, ...rest } = slot.requests[0]
    assert.deepEqual([op, repository, ref, sha, event, workflow, job], ['restore', 'acme/lambdas', 'refs/heads/main', SHA, 'push', 'build \\ "all"\n$(rm) é', 'functions'])
    assert.deepEqual([rest['base-ref'], rest['run-id'], rest['run-attempt'], rest['cache-mode']], ['refs/heads/release/1', '42', '2', 'write'])
  })

  test('tells later steps where the state file is', async context => {
    const { restore, slot } = world(context)

    assert.equal((await restore()).environment.HEADWATER_STATE, slot.path('.headwater/in/state'))
  })

  test('of a job that got scratch warns, and goes on', async context => {
    const { restore, post, slot } = world(context, { answers: { restore: () => SCRATCH } })
    const step = await restore()

    assert.equal(step.code, 0)
    assert.match(step.log, /^::warning title=Headwater::Nothing could be attached in time\./m)
    assert.equal(step.outputs['restored-from'], 'scratch')
    assert.ok(step.summary.includes('cold (TimedOut)'))

    const end = await post(step)
    assert.equal(end.code, 0)
    assert.match(end.log, /ran cold .* nothing to save/)
    assert.equal(slot.requests.length, 1)
  })

  test('of a job that got scratch fails where that is wanted', async context => {
    const { restore } = world(context, { answers: { restore: () => SCRATCH } })
    const step = await restore({ 'on-failure': 'fail' })

    assert.equal(step.code, 1)
    assert.match(step.log, /^::error title=Headwater::Nothing could be attached in time\..*\(on-failure: fail\)/m)
    assert.equal(step.outputs.outcome, 'scratch')
  })

  test('of a refused request goes on cold', async context => {
    const refused = { outcome: 'refused', reason: 'NoPropagation', message: 'No container of this pod can see volumes appear.' }
    const { restore, post, volume } = world(context, { answers: { restore: () => refused } })
    const step = await restore()

    assert.equal(step.code, 0)
    assert.ok(existsSync(volume))
    assert.equal(step.outputs['restored-from'], 'none')
    assert.equal(step.outputs.reason, 'NoPropagation')
    assert.match((await post(step)).log, /nothing to save/)
  })

  test('that asks for a volume a second time does not call it cold', async context => {
    const refused = { outcome: 'refused', reason: 'AlreadyAttached', message: 'A volume is already attached, or asked for, at /mnt/rust-cargo.' }
    const { restore, save, slot } = world(context)
    await restore()
    slot.answers.restore = () => refused
    const step = await restore()

    assert.equal(step.outputs.reason, 'AlreadyAttached')
    assert.equal((await save()).outputs.saved, 'true')
    assert.match(step.log, /goes on with what is at .*rust-cargo; this step has no part in it/)
  })

  for (const [form, root, options, reason, sentence] of [
    ['outside of a slot', 'elsewhere', {}, 'NoSlot', /There is no Headwater slot at .*elsewhere: the runner's pod needs an inline volume/],
    ['with a plugin of no contract', 'mnt', { contract: null }, 'OldNodePlugin', /is older than this action \(its contract is 0, wanted is 1\): upgrade the chart/],
    ['with nobody who answers', 'mnt', { serves: false }, 'NoAnswer', /No Headwater node plugin answered within 1 seconds/],
  ]) {
    test(`${form} says so once and goes on cold, with a directory and a state file`, async context => {
      const { restore, slot } = world(context, options)
      const volume = path.join(slot.folder, root, 'rust-cargo')
      const step = await restore({ path: volume, timeout: '1' })

      assert.equal(step.code, 0, step.log)
      assert.match(step.log, sentence)
      assert.equal(step.log.match(/::(warning|error|notice)/g).length, 1)
      assert.deepEqual([step.outputs.outcome, step.outputs.reason, step.outputs.restored, step.outputs['new-volume']], ['unavailable', reason, 'false', 'false'])
      assert.ok(existsSync(volume))
      appendFileSync(step.environment.HEADWATER_STATE, 'save=false\n')
      assert.deepEqual(slot.leftInInbox(), [])
    })

    test(`${form} fails where that is wanted`, async context => {
      const { restore, slot } = world(context, options)
      const step = await restore({ path: path.join(slot.folder, root, 'rust-cargo'), timeout: '1', 'on-failure': 'fail' })

      assert.equal(step.code, 1)
      assert.match(step.log, sentence)
    })
  }

  test('names the slot of the pod where the path lies beside it', async context => {
    const { restore, slot, job } = world(context)
    job.environment.ACTIONS_RUNNER_HOOK_JOB_STARTED = slot.path('.headwater/job-started.sh')
    const step = await restore({ path: path.join(slot.folder, 'data/rust-cargo') })

    assert.equal(step.outputs.reason, 'PathNotInSlot')
    assert.ok(step.log.includes(`use ${slot.path('rust-cargo')}.`))
  })

  test('cannot be had over the directories that the runner works in', async context => {
    const { restore, slot, job } = world(context)
    const { GITHUB_WORKSPACE, RUNNER_WORKSPACE, RUNNER_TEMP } = job.environment
    symlinkSync(GITHUB_WORKSPACE, slot.path('link'))
    const places = [GITHUB_WORKSPACE, `${GITHUB_WORKSPACE}/target`, RUNNER_WORKSPACE, `${path.dirname(RUNNER_WORKSPACE)}/other`, RUNNER_TEMP, path.join(slot.folder, 'runner'), slot.path('link')]
    for (const place of places) {
      const step = await restore({ path: place })
      assert.equal(step.code, 1, place)
      assert.match(step.log, /nothing would be saved\. Use a directory of its own below the slot, as in \/mnt\/.*, and check out into \/mnt\/.*\/workspace\./)
    }
    assert.equal(slot.requests.length, 0)
  })

  test('refuses what cannot be meant with a sentence, whatever on-failure says', async context => {
    const { restore, slot } = world(context)
    const wrong = [
      [{ path: 'relative' }, /path is not absolute/],
      [{ path: '/mnt' }, /path is not absolute with at least two elements/],
      [{ key: '' }, /key is missing: which stream this is/],
      [{ key: 'a b' }, /key "a b" does not start with/],
      [{ 'restore-keys': 'a -b' }, /the restore key "-b" does not start with/],
      [{ 'restore-keys': 'a b c d e f g h i' }, /restore-keys are 9, more than 8/],
      [{ save: 'maybe' }, /save is none of auto, true, false but "maybe"/],
      [{ save: 'false', 'force-save': 'true' }, /force-save is true, and save is false/],
      [{ 'branch-fallback': 'no' }, /branch-fallback is neither true nor false but "no"/],
      [{ 'save-marker-value': '1' }, /save-marker-value is given without save-marker-file/],
      [{ 'save-marker-file': '/etc/passwd' }, /save-marker-file is not a file on the volume/],
      [{ 'save-marker-file': 'ws/.git/HEAD' }, /save-marker-file is not a file on the volume/],
      [{ 'save-if': 'sometimes' }, /save-if is none of always, git-paths-changed/],
      [{ 'save-if': 'always', 'git-paths': 'src' }, /git-paths are given although save-if is always/],
      [{ version: 'v'.repeat(101) }, /version is longer than 100 characters/],
      [{ 'git-paths': 'src --exec=x' }, /git-paths hold one that is longer than 256 characters, begins with - or \/, or with another colon than :!: "--exec=x"/],
      [{ 'save-marker-file': 'id', 'save-marker-value': 'a\nb' }, /save-marker-value is no single line/],
      [{ wait: 'long' }, /wait is none of detached, cut, ready/],
      [{ timeout: '0' }, /timeout is not a whole number from 1 to 3600 but "0"/],
      [{ 'on-failure': 'cold' }, /on-failure is none of scratch, fail/],
      [{ stream: 'function-a' }, /a stream is found by key and path/],
    ]
    for (const [inputs, sentence] of wrong) {
      const step = await restore(inputs)
      assert.equal(step.code, 1, JSON.stringify(inputs))
      assert.match(step.log, sentence)
    }
    assert.equal(slot.requests.length, 0)
  })

  test('says which inputs count only with save: auto', async context => {
    const { restore } = world(context)

    assert.match((await restore({ save: 'true', 'git-paths': 'src' })).log, /::notice title=Headwater::The input git-paths counts only with save: auto/)
  })

  test('lets nothing that others wrote become a command or markup', async context => {
    const hostile = { outcome: 'attached', reason: 'HeadOfLane', message: 'of branch <img src=x>\n::set-output name=a::b\n##[add-path]/evil', restored: 'true', 'restored-branch': '<b>&\nx', 'restored-from': 'branch' }
    const { restore } = world(context, { answers: { restore: () => hostile } })
    const step = await restore()

    for (const line of step.log.split('\n')) assert.doesNotMatch(line, /^\s*::set-output|##\[/)
    assert.ok(step.summary.includes('&lt;b&gt;&amp;<br>x (branch)'))
    assert.ok(!step.summary.includes('<img'))
    assert.equal(step.outputs['restored-branch'], '<b>&\nx')
  })
})

describe('the post step', { concurrency: 4 }, () => {
  test('does what was agreed, and tells it in log, summary and file', async context => {
    const { restore, post, slot, job, volume } = world(context)
    const step = await restore({ save: 'true' })
    const end = await post(step, { save: 'true' })

    assert.equal(end.code, 0, end.log)
    assert.deepEqual(slot.requests[1], { op: 'finish', path: volume, timeout: '120' })
    assert.match(end.log, /headwater: Saved as hw-2\./)
    assert.ok(end.summary.includes('rust-cargo: saved') && end.summary.includes('hw-2'))
    const noted = readFileSync(path.join(job.environment.RUNNER_TEMP, 'headwater-outputs'), 'utf8')
    assert.ok(noted.includes('rust-cargo.restored-from=branch\n') && noted.includes('rust-cargo.saved=true\n') && noted.includes('rust-cargo.saved-snapshot-id=hw-2\n'))
  })

  test('writes to the file that the pod names', async context => {
    const { restore, slot, job } = world(context)
    job.environment.HEADWATER_OUTPUTS = path.join(slot.folder, 'named')
    await restore()

    assert.ok(readFileSync(job.environment.HEADWATER_OUTPUTS, 'utf8').includes('rust-cargo.restored=true\n'))
  })

  test('says why nothing was saved', async context => {
    const { restore, post } = world(context, { answers: { finish: () => ({ ...notSaved('Unchanged', 'Nothing relevant changed: paths.'), ignored: 'line 1 (x): unknown key' }) } })
    const end = await post(await restore())

    assert.equal(end.code, 0)
    assert.ok(end.summary.includes('not saved (Unchanged)'))
    assert.match(end.log, /::notice title=Headwater::In the state file was ignored: line 1/)
  })

  test('finds the volume gone after an explicit save, and repeats what that was told', async context => {
    const { restore, save, post, slot } = world(context)
    const step = await restore()
    await save()
    const end = await post(step)

    assert.equal(end.code, 0)
    assert.match(end.log, /An earlier step has taken this volume away already\./)
    assert.match(end.log, /That step was told: hw-2 \(JobAsked\)\./)
    assert.equal(end.summary, '')
    assert.deepEqual(slot.requests.map(request => request.op), ['restore', 'finish', 'finish'])
  })

  test('warns of a volume that is still used', async context => {
    const { restore, post } = world(context, { answers: { finish: () => BUSY } })
    const end = await post(await restore())

    assert.equal(end.code, 0)
    assert.match(end.log, /::warning title=Headwater::The volume is still used by pid 77/)
    assert.ok(end.summary.includes('not saved (Busy)'))
  })

  test('leaves its wish in the slot where nobody answers, for the end of the pod', async context => {
    const { restore, post, slot } = world(context)
    const step = await restore({ timeout: '1' })
    slot.stopServing()
    const end = await post(step, { timeout: '1' })

    assert.equal(end.code, 0)
    assert.match(end.log, /::warning title=Headwater::No Headwater node plugin answered within 1 seconds.* is done when the pod ends\./)
    assert.match(slot.leftInInbox().join(), /^[0-9a-f-]+\.request$/)
  })

  test('does nothing after a step that failed and was allowed to', async context => {
    const { restore, post, slot } = world(context)
    const step = await restore({ key: '' })
    const end = await post(step, { key: '' })

    assert.deepEqual([step.code, end.code, end.log, slot.requests.length], [1, 0, '', 0])
  })
})

describe('the save step', { concurrency: 4 }, () => {
  test('has the outputs that a post step cannot have', async context => {
    const { restore, save } = world(context)
    await restore()
    const step = await save()

    assert.equal(step.code, 0)
    assert.deepEqual(step.outputs, {
      outcome: 'done',
      reason: 'JobAsked',
      saved: 'true',
      'save-started': 'true',
      'save-waited-for-completion': 'true',
      'save-reason': 'JobAsked',
      'saved-snapshot-id': 'hw-2',
    })
  })

  test('fails where the volume is still used, and can be tried again', async context => {
    let tries = 0
    const { restore, save } = world(context, { answers: { finish: () => (tries++ === 0 ? BUSY : notSaved('Unchanged', 'Nothing relevant changed.')) } })
    await restore()
    const first = await save()
    assert.equal(first.code, 1)
    assert.equal(first.outputs.reason, 'Busy')
    assert.match(first.log, /::error title=Headwater::The volume is still used/)

    assert.equal((await save()).outputs['save-reason'], 'Unchanged')
  })

  test('has nothing to do in a job that ran cold', async context => {
    const { restore, save, slot } = world(context, { answers: { restore: () => SCRATCH } })
    await restore()
    const step = await save()

    assert.equal(step.code, 0)
    assert.deepEqual(step.outputs, { saved: 'false', 'save-started': 'false', 'save-waited-for-completion': 'false', 'save-reason': 'ScratchOnly' })
    assert.equal(slot.requests.length, 1)
  })

  test('fails where nothing answers that it could ask', async context => {
    const { save, slot } = world(context)
    mkdirSync(path.join(slot.folder, 'elsewhere'))
    const step = await save({ path: path.join(slot.folder, 'elsewhere/rust-cargo') })

    assert.equal(step.code, 1)
    assert.deepEqual([step.outputs.outcome, step.outputs.reason, step.outputs.saved], ['unavailable', 'NoSlot', 'false'])
  })
})
