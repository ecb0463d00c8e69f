// The end of a volume's use: by the save action, or by the post step of the snapshot action.
import path from 'node:path'
import { ask, KEPT } from './ask.mjs'
import { idToken } from './id-token.mjs'
import { note, noted } from './outputs-file.mjs'
import { requireSlot } from './slot.mjs'
import { notice, say, seconds, summarize } from './tell.mjs'
import { Unavailable } from './trouble.mjs'

const NOTHING = { saved: 'false', 'save-started': 'false', 'save-waited-for-completion': 'false' }

/**
 * Sends the request, and tells what came of it.
 *
 * @returns the fields of the result, and whether what was asked for was not done
 */
export async function finish(fields) {
  const started = performance.now()
  const result = await end(fields)
  say(result.message)
  if (result.reason === 'AlreadyDetached') return { result: before(fields.path, result), failed: false }
  if (result.ignored) notice(`In the state file was ignored: ${result.ignored}`)
  const { message, outcome, reason, ...told } = result
  note(fields.path, told)
  await summarize(`${path.basename(fields.path)}: ${headline(result)}`, [
    ['what', message],
    ['snapshot', result['saved-snapshot-id']],
    ['reason', result['save-reason'] ?? reason],
    ['took', seconds(performance.now() - started)],
  ])
  return { result, failed: outcome !== 'done' }
}

async function end(fields) {
  const slot = path.dirname(fields.path)
  try {
    requireSlot(slot, fields.path)
    const token = fields.op === 'skip' ? '' : await idToken('save', fields.path)
    return { ...NOTHING, ...(await ask(slot, fields, { token, unread: KEPT })) }
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    const later = error.reason === 'NoAnswer' ? ' What was asked for stays in the slot, and is done when the pod ends.' : ''
    return { ...NOTHING, outcome: 'unavailable', reason: error.reason, message: error.message + later }
  }
}

/** What the earlier step was told, which its own summary shows. */
function before(volume, result) {
  const known = noted(volume)
  if (known['save-reason'] !== undefined) say(`That step was told: ${known['saved-snapshot-id'] ?? 'not saved'} (${known['save-reason']}).`)
  return result
}

function headline(result) {
  if (result.saved === 'true') return 'saved'
  if (result['save-started'] === 'true') return 'is being saved'
  return `not saved (${result['save-reason'] ?? result.reason})`
}
