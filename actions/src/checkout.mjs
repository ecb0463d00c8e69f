// The checkout action: a working tree on a restored volume is moved to the commit, by the keeper of the volume; on a cold job by git itself.
import * as core from '@actions/core'
import path from 'node:path'
import { ask } from './ask.mjs'
import { checkoutInputs } from './checkout-inputs.mjs'
import { CHECKOUT, notices } from './elsewhere.mjs'
import { checkOut } from './git.mjs'
import { note } from './outputs-file.mjs'
import { requireSlot, volumeAround } from './slot.mjs'
import { fail, notice, outputs, say, seconds, summarize } from './tell.mjs'
import { Unavailable } from './trouble.mjs'

async function main() {
  notices(CHECKOUT).forEach(notice)
  const inputs = checkoutInputs()
  if (inputs.token !== '') core.setSecret(inputs.token)
  const around = volumeAround(inputs.directory)
  const result = (around && (await onVolume(around, inputs))) ?? checkOut(inputs)
  const told = { ...result, commit: result['checkout-head'] ?? '' }
  say(result.message)
  outputs(told)
  if (around) note(around.volume, { 'checkout-head': told.commit })
  if (result.outcome !== 'done') {
    fail(result.message)
    return
  }
  await summarize(`${path.basename(inputs.directory)}: checked out`, [
    ['what', result.message],
    ['commit', result['checkout-head']],
    ['changed files', result['checkout-changed-files']],
    ['fetched', result['checkout-fetched']],
    ['took', result['checkout-took-ms'] && seconds(Number(result['checkout-took-ms']))],
  ])
}

/** Undefined where no keeper can help: the volume is scratch, or nothing serves the slot. */
async function onVolume({ slot, volume }, { directory, timeout, fields, token }) {
  try {
    requireSlot(slot, volume)
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    notice(error.message)
    return undefined
  }
  const within = directory === volume ? undefined : path.relative(volume, directory)
  const result = await ask(slot, { op: 'checkout', timeout, path: volume, directory: within, ...fields }, { token })
  return result.reason === 'ScratchOnly' ? undefined : result
}

main().catch(error => fail(error.message))
