// The snapshot action. The same file is the step, which restores, and its post step, which does at the end what was agreed.
import * as core from '@actions/core'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { ask } from './ask.mjs'
import { notices, SNAPSHOT } from './elsewhere.mjs'
import { finish } from './finish.mjs'
import { idToken } from './id-token.mjs'
import { identity } from './job.mjs'
import { note, temporary } from './outputs-file.mjs'
import { requireSlot } from './slot.mjs'
import { snapshotInputs } from './snapshot-inputs.mjs'
import { ago, fail, notice, outputs, say, seconds, summarize, warn } from './tell.mjs'
import { Unavailable } from './trouble.mjs'

/** The reason of a refusal: the volume is there, and what is known of it an earlier step has noted. */
const OF_ANOTHER_STEP = 'AlreadyAttached'

async function main() {
  notices(SNAPSHOT).forEach(notice)
  const inputs = snapshotInputs()
  for (const name of inputs.pointless) notice(`The input ${name} counts only with save: auto.`)
  if (core.getInput('wait_for_completion') !== '') {
    notice(`The input wait_for_completion is understood as wait: ${inputs.wait}. It waits as long as the stream's policy lets it, save.waitTimeout.`)
  }
  const result = await restore(inputs)
  agreeOnState(result)
  outputs(result)
  const { message, ...found } = result
  if (result.reason !== OF_ANOTHER_STEP) note(inputs.volume, found)
  core.saveState('after', JSON.stringify({ outcome: result.outcome, volume: inputs.volume, wait: inputs.wait, timeout: inputs.timeout, onFailure: inputs.onFailure }))
  await told(result, inputs)
}

/** The result of the node plugin, or in its place what holds where none answered. */
async function restore({ volume, timeout, fields }) {
  const slot = path.dirname(volume)
  try {
    requireSlot(slot, volume)
    const token = await idToken('restore', volume)
    const result = await ask(slot, { op: 'restore', timeout, ...fields, ...identity() }, { token })
    return result.outcome === 'refused' ? cold(volume, result) : result
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    return cold(volume, { outcome: 'unavailable', reason: error.reason, message: error.message })
  }
}

/** Nothing was mounted: an ordinary directory serves, where one can be made. */
function cold(volume, result) {
  const lasting = { restored: 'false', 'restored-from': 'none', 'new-volume': 'false', ...result }
  if (result.reason === OF_ANOTHER_STEP) {
    return { ...lasting, message: `${result.message} The job goes on with what is at ${volume}; this step has no part in it.` }
  }
  try {
    mkdirSync(volume, { recursive: true })
    return { ...lasting, message: `${result.message} The job goes on cold in the directory ${volume}, and nothing of it is saved.` }
  } catch (error) {
    return { ...lasting, message: `${result.message} The job goes on without a volume: a directory ${volume} could not be made (${error.code}).` }
  }
}

/** Steps may write to the state file whatever came of this one. */
function agreeOnState(result) {
  core.exportVariable('HEADWATER_STATE', result['state-file'] ?? path.join(temporary(), 'headwater-state'))
}

async function told(result, { volume, onFailure }) {
  if (result.outcome === 'attached') say(result.message)
  else if (onFailure === 'fail') fail(`${result.message} (on-failure: fail)`)
  else warn(result.message)
  const cut = Date.parse(result['restored-cut-at'] ?? '')
  await summarize(`${path.basename(volume)}: ${headline(result)}`, [
    ['what', result.message],
    ['from', result.restored === 'true' ? `${result['restored-branch']} (${result['restored-from']})` : result['restored-from']],
    ['snapshot', result['restored-snapshot-id']],
    ['taken', Number.isNaN(cut) ? '' : `${result['restored-cut-at']}, ${ago(Date.now() - cut)} ago`],
    ['commit', result['restored-source-sha']],
    ['ref', result['restored-source-ref']],
    ['took', result['took-ms'] && seconds(Number(result['took-ms']))],
    ['run', result.run],
  ])
}

function headline(result) {
  if (result.restored === 'true') return 'restored'
  return result.outcome === 'attached' ? 'new and empty' : `cold (${result.reason})`
}

async function post({ outcome, volume, wait, timeout, onFailure }) {
  if (outcome !== 'attached') {
    say(`The job ran cold at ${volume}; there is nothing to save.`)
    return
  }
  const { result, failed } = await finish({ op: 'finish', path: volume, timeout, wait })
  if (failed && onFailure === 'fail') fail(`${result.message} (on-failure: fail)`)
  else if (failed) warn(result.message)
}

/** The runner starts the post step also where this one failed and was allowed to. */
async function run() {
  if (core.getState('began') === '') {
    core.saveState('began', 'true')
    await main()
  } else if (core.getState('after') !== '') {
    await post(JSON.parse(core.getState('after')))
  }
}

run().catch(error => fail(error.message))
