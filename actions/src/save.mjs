// The save action: the end of a volume's use as a step of its own, whose outputs later steps can read.
import { required, seconds, text, word } from './inputs.mjs'
import { finish } from './finish.mjs'
import { noted } from './outputs-file.mjs'
import { fail, outputs, say } from './tell.mjs'
import { WrongInput } from './trouble.mjs'
import { volumePath } from './volume-path.mjs'

const OPERATION = { agreed: 'finish', true: 'save', false: 'skip' }
const MAX_REASON = 200

async function main() {
  const fields = request()
  if (['scratch', 'refused', 'unavailable'].includes(noted(fields.path).outcome)) {
    cold(fields.path)
    return
  }
  const { result, failed } = await finish(fields)
  outputs(result)
  if (failed) fail(result.message)
}

function request() {
  const reason = text('reason')
  if (reason.length > MAX_REASON) throw new WrongInput(`reason is longer than ${MAX_REASON} characters.`)
  return {
    op: OPERATION[word('save', ['agreed', 'true', 'false'])],
    path: volumePath(required('path', 'the volume that is to be saved, as the snapshot step has it')),
    timeout: seconds('timeout'),
    wait: word('wait', ['detached', 'cut', 'ready'], ''),
    reason,
  }
}

/** The snapshot step said so already, and why. */
function cold(volume) {
  say(`The job ran cold at ${volume}; there is nothing to save.`)
  outputs({ saved: 'false', 'save-started': 'false', 'save-waited-for-completion': 'false', 'save-reason': 'ScratchOnly' })
}

main().catch(error => fail(error.message))
