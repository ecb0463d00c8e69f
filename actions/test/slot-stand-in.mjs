// A slot whose requests are answered as the node plugin does it: read once, removed, and answered once by a file that appears whole.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const SHA = '0123456789abcdef0123456789abcdef01234567'
export const POD = '0d1c5b1e-5f2a-4f2e-9b1d-2f6f3f0a7b11'

const LOOK_EVERY_MS = 10

/** What the node plugin says where all is well, by operation. */
const ANSWERS = {
  restore: (request, slot) => ({
    outcome: 'attached',
    reason: 'HeadOfLane',
    message: `Restored from snapshot hw-1 of branch main at commit ${SHA}.`,
    restored: 'true',
    'restored-from': 'branch',
    'restored-branch': 'main',
    'restored-snapshot-id': 'hw-1',
    'restored-source-sha': SHA,
    'restored-source-ref': 'refs/heads/main',
    'restored-cut-at': new Date(Date.now() - 3 * 3_600_000).toISOString(),
    'volume-id': 'pv-1',
    'new-volume': 'false',
    'state-file': `${slot.root}/.headwater/in/state`,
    run: 'run-1',
    'took-ms': '2100',
  }),
  checkout: request => ({
    outcome: 'done',
    reason: 'CheckedOut',
    message: 'workspace is at 0123456789ab: 5 files changed, fetched from the remote.',
    'checkout-head': request.sha ?? SHA,
    'checkout-changed-files': '5',
    'checkout-fetched': 'true',
    'checkout-took-ms': '300',
  }),
  save: () => saved('JobAsked'),
  finish: () => saved('JobAsked'),
  skip: request => notSaved('JobAskedToSkip', `The volume was detached and is not saved: ${request.reason ?? 'JobAskedToSkip'}.`),
}

export const saved = reason => ({
  outcome: 'done',
  reason,
  message: 'Saved as hw-2.',
  saved: 'true',
  'save-started': 'true',
  'save-waited-for-completion': 'true',
  'save-reason': reason,
  'saved-snapshot-id': 'hw-2',
})

export const notSaved = (reason, message) => ({
  outcome: 'done',
  reason,
  message,
  saved: 'false',
  'save-started': 'false',
  'save-waited-for-completion': 'true',
  'save-reason': reason,
})

export const BUSY = {
  outcome: 'failed',
  reason: 'Busy',
  message: 'The volume is still used by pid 77 (sccache) in container runner.',
  saved: 'false',
  'save-started': 'false',
  'save-waited-for-completion': 'false',
}

const ALREADY_DETACHED = {
  outcome: 'done',
  reason: 'AlreadyDetached',
  message: 'An earlier step has taken this volume away already.',
  saved: 'false',
  'save-started': 'true',
  'save-waited-for-completion': 'false',
}

export class SlotStandIn {
  /** Requests in their order, with `token` and `tokenMode` where a secret came along. */
  requests = []

  /**
   * @param answers by operation, in place of the usual ones
   * @param contract number in the slot; null: none, as of a plugin that knows of no number
   * @param pod uid that the slot names; null: none, as of a plugin that takes no tokens
   * @param serves whether anybody answers
   */
  constructor({ answers = {}, contract = 1, pod = POD, serves = true } = {}) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'headwater-'))
    this.root = path.join(this.folder, 'mnt')
    this.control = path.join(this.root, '.headwater')
    this.answers = { ...ANSWERS, ...answers }
    this.ended = false
    for (const directory of ['in', 'results']) mkdirSync(path.join(this.control, directory), { recursive: true })
    writeFileSync(path.join(this.control, 'in', 'state'), '')
    if (contract !== null) writeFileSync(path.join(this.control, 'contract'), `${contract}\n`)
    if (pod !== null) writeFileSync(path.join(this.control, 'pod'), `${pod}\n`)
    if (serves) this.timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  path(name) {
    return path.join(this.root, name)
  }

  /** Names of the files that requests left behind. */
  leftInInbox() {
    return readdirSync(path.join(this.control, 'in')).filter(name => name !== 'state')
  }

  /** As if the node plugin went away. */
  stopServing() {
    clearInterval(this.timer)
  }

  close() {
    this.stopServing()
    rmSync(this.folder, { recursive: true })
  }

  #look() {
    const inbox = path.join(this.control, 'in')
    for (const name of readdirSync(inbox).filter(entry => entry.endsWith('.request'))) {
      const id = name.slice(0, -'.request'.length)
      const request = { ...decode(readFileSync(path.join(inbox, name), 'utf8')), ...secret(path.join(inbox, `${id}.token`)) }
      this.requests.push(request)
      rmSync(path.join(inbox, `${id}.token`), { force: true })
      rmSync(path.join(inbox, name))
      this.#answer(id, request)
    }
  }

  #answer(id, request) {
    const again = request.op === 'finish' && this.ended
    const fields = again ? ALREADY_DETACHED : this.answers[request.op](request, this)
    if (fields.outcome === 'attached' || fields.outcome === 'scratch') mkdirSync(request.path, { recursive: true })
    if (['save', 'skip', 'finish'].includes(request.op) && fields.outcome === 'done') this.ended = true
    const part = path.join(this.control, `.${id}`)
    writeFileSync(part, Object.entries(fields).map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n`).join(''))
    renameSync(part, path.join(this.control, 'results', `${id}.result`))
  }
}

function secret(file) {
  return existsSync(file) ? { token: readFileSync(file, 'utf8').trim(), tokenMode: statSync(file).mode & 0o777 } : {}
}

function decode(text) {
  const known = { '\\\\': '\\', '\\n': '\n' }
  const fields = {}
  for (const line of text.trimEnd().split('\n')) {
    const [, key, value] = line.match(/^([a-z][a-z0-9-]*)=(.*)$/) ?? assertLine(line)
    if (key in fields) throw new Error(`the key ${key} is given twice`)
    fields[key] = value.replace(/\\[\\n]/g, escaped => known[escaped])
  }
  return fields
}

function assertLine(line) {
  throw new Error(`not of the form key=value: ${line}`)
}
