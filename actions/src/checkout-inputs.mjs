import path from 'node:path'
import { flag, lines, number, required, seconds, text, word } from './inputs.mjs'
import { target } from './job.mjs'
import { WrongInput } from './trouble.mjs'

const MAX_DEPTH = 1_000_000
const SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]*\/[A-Za-z0-9._-]+$/
const FULL_REF = /^(HEAD|refs\/(heads|tags|pull)\/.+)$/

/** What the step was given, as the fields of the checkout request, and the working tree and the token that are no part of them. */
export function checkoutInputs() {
  const directory = path.resolve(required('path', 'the working tree, as in /mnt/rust-cargo-snapshot/workspace'))
  const commit = target({ repository: repository(), ref: text('ref'), sha: sha() })
  if (commit.sha !== '' && !FULL_REF.test(commit.ref)) {
    throw new WrongInput(`ref is no full ref, as in refs/heads/main, and a sha is given too: ${JSON.stringify(commit.ref)}. Give the sha alone, or the full ref.`)
  }
  if (commit.ref === '') throw new WrongInput('There is nothing to check out: give ref, or run this in a job, which has one.')
  return {
    directory,
    timeout: seconds('timeout'),
    token: text('token'),
    fields: {
      ...commit,
      depth: number('fetch-depth', 0, MAX_DEPTH, 1),
      submodules: word('submodules', ['false', 'true', 'recursive']),
      lfs: flag('lfs', false),
      clean: flag('clean', false),
      sparse: lines('sparse-checkout').join('\n'),
      verify: verification(),
    },
  }
}

function repository() {
  const name = text('repository')
  if (name !== '' && !REPOSITORY.test(name)) throw new WrongInput(`repository is not OWNER/NAME: ${JSON.stringify(name)}.`)
  return name
}

function sha() {
  const name = text('sha').toLowerCase()
  if (name !== '' && !SHA.test(name)) throw new WrongInput(`sha is not 40 or 64 hex digits: ${JSON.stringify(name)}.`)
  return name
}

/** Who does not want a checkout to be skipped wants every file compared, which is what a verified one does. */
function verification() {
  const verify = word('verify', ['auto', 'true', 'false'])
  if (flag('skip-if-head-matches', true)) return verify
  if (verify === 'false') throw new WrongInput('skip-if-head-matches is false, which compares every file, and verify is false: say one of them.')
  return 'true'
}
