import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { format, MAX_BYTES, parse } from './control-file.mjs'
import { controlOf } from './slot.mjs'
import { Unavailable, WrongInput } from './trouble.mjs'

const LOOK_EVERY_MS = 50

/** Files that go when the step ends: all of a request, or all but the request itself. */
const REMOVED = ['token', 'tmp', 'request']
export const KEPT = ['token', 'tmp']

/** The node plugin answers at the step's timeout at the latest; an answer takes a moment to be seen. */
const graceMs = seconds => Math.min(5000, seconds * 250)

/**
 * Asks the node plugin, and waits for the answer.
 *
 * @param fields of the request, `op` and `timeout` (seconds) among them
 * @param token secret for git, or proof of whose job it is, or empty
 * @param unread what becomes of a request that nobody read in time: REMOVED, or KEPT for the end of the pod, when the node plugin reads it
 * @returns the fields of the result
 * @throws Unavailable if nobody answers in time
 */
export async function ask(slot, fields, { token = '', unread = REMOVED } = {}) {
  const request = new Request(slot)
  const onSignal = () => {
    request.withdraw(REMOVED)
    process.exit(130)
  }
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  try {
    request.send(fields, token)
    return await request.answer(fields.timeout)
  } finally {
    request.withdraw(unread)
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

class Request {
  constructor(slot) {
    const id = randomUUID()
    const control = controlOf(slot)
    this.inbox = path.join(control, 'in')
    this.base = path.join(this.inbox, id)
    this.result = path.join(control, 'results', `${id}.result`)
  }

  send(fields, token) {
    const text = format(fields)
    if (Buffer.byteLength(text) > MAX_BYTES) {
      throw new WrongInput(`The inputs are too long: together they make ${Buffer.byteLength(text)} bytes of at most ${MAX_BYTES}.`)
    }
    try {
      if (token !== '') writeFileSync(`${this.base}.token`, `${token}\n`, { mode: 0o600, flag: 'wx' })
      writeFileSync(`${this.base}.tmp`, text, { flag: 'wx' })
      renameSync(`${this.base}.tmp`, `${this.base}.request`)
    } catch (error) {
      throw new Unavailable('SlotNotWritable', `The request could not be written to ${this.inbox}: ${error.message}.`)
    }
  }

  async answer(seconds) {
    const deadline = performance.now() + seconds * 1000 + graceMs(seconds)
    while (!existsSync(this.result)) {
      if (performance.now() > deadline) {
        throw new Unavailable('NoAnswer', `No Headwater node plugin answered within ${seconds} seconds; it may not be running on this node.`)
      }
      await sleep(LOOK_EVERY_MS)
    }
    return parse(readFileSync(this.result, 'utf8'))
  }

  /** What was read is gone already. */
  withdraw(suffixes) {
    for (const suffix of suffixes) rmSync(`${this.base}.${suffix}`, { force: true })
  }
}
