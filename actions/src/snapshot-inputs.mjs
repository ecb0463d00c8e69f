import path from 'node:path'
import { flag, list, required, seconds, text, word } from './inputs.mjs'
import { WrongInput } from './trouble.mjs'
import { volumePath } from './volume-path.mjs'

const KEY = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/
const MAX_RESTORE_KEYS = 8
const MAX_VERSION = 100
const MAX_GIT_PATHS = 32
const GIT_PATH = /^(:!)?[^\s:/-]\S*$/
const MAX_GIT_PATH = 256

/** What the step was given, as the fields of the restore request and what the steps themselves have to know. */
export function snapshotInputs() {
  refuseStream()
  const volume = volumePath(required('path', 'where the volume appears, as in /mnt/rust-cargo-snapshot'))
  const save = standing()
  return {
    volume,
    timeout: seconds('timeout'),
    wait: milestone(),
    onFailure: word('on-failure', ['scratch', 'fail']),
    fields: {
      path: volume,
      key: key('key', required('key', 'which stream this is, one for each matrix leg, as in cargo-function-a-release')),
      version: version(),
      'restore-keys': restoreKeys(),
      'branch-fallback': only(false, flag('branch-fallback', true)),
      'default-branch-fallback': only(false, flag('default-branch-fallback', true)),
      save,
      ...marker(volume),
      ...relevance(),
      'save-on-empty': only(false, flag('save-on-empty', true)),
    },
    pointless: save === 'auto' ? [] : conditions(),
  }
}

/** A flag that says what holds anyway is not sent. */
const only = (value, given) => (given === value ? String(value) : undefined)

function refuseStream() {
  if (text('stream') !== '') {
    throw new WrongInput(
      'stream is not understood: a stream is found by key and path. Give as key what the object has as spec.key (kubectl get bss NAME -o jsonpath={.spec.key}).',
    )
  }
}

function standing() {
  const save = word('save', ['auto', 'true', 'false'])
  if (!flag('force-save', false)) return save
  if (save === 'false') throw new WrongInput('force-save is true, and save is false: say one of them.')
  return 'true'
}

/** The inputs that say when save: auto saves. */
function conditions() {
  const given = ['save-if', 'git-paths'].filter(name => text(name) !== '')
  return flag('save-on-empty', true) ? given : [...given, 'save-on-empty']
}

/** How far the post step waits; the input of another action is understood. */
function milestone() {
  const own = word('wait', ['detached', 'cut', 'ready'], '')
  const completion = text('wait_for_completion')
  if (own !== '' || completion === '') return own
  return flag('wait_for_completion', false) ? 'ready' : 'cut'
}

function key(name, value) {
  if (!KEY.test(value)) {
    throw new WrongInput(
      `${name} ${JSON.stringify(value.slice(0, 200))} does not start with a letter or digit, holds other characters than letters, digits and . _ / -, or is longer than 200.`,
    )
  }
  return value
}

function version() {
  const value = text('version')
  if (value.length > MAX_VERSION) throw new WrongInput(`version is longer than ${MAX_VERSION} characters.`)
  return value
}

function restoreKeys() {
  const keys = list('restore-keys', { commas: true })
  if (keys.length > MAX_RESTORE_KEYS) throw new WrongInput(`restore-keys are ${keys.length}, more than ${MAX_RESTORE_KEYS}.`)
  return keys.map(one => key('the restore key', one)).join(',')
}

function marker(volume) {
  const value = text('save-marker-value')
  const file = text('save-marker-file')
  if (file === '') {
    if (value !== '') throw new WrongInput('save-marker-value is given without save-marker-file.')
    return {}
  }
  if (/\p{Cc}/u.test(value)) throw new WrongInput('save-marker-value is no single line of text.')
  const inside = path.isAbsolute(file) ? path.relative(volume, file) : path.normalize(file)
  if (inside === '' || inside === '.' || inside.split('/').some(part => ['..', '.git', '.headwater'].includes(part))) {
    throw new WrongInput(`save-marker-file is not a file on the volume ${volume}, outside of .git and .headwater: ${JSON.stringify(file)}.`)
  }
  return { 'save-marker-file': inside, 'save-marker-value': value }
}

function relevance() {
  const rule = word('save-if', ['always', 'git-paths-changed'], '')
  const paths = list('git-paths')
  if (rule === 'always' && paths.length > 0) throw new WrongInput('git-paths are given although save-if is always.')
  if (paths.length > MAX_GIT_PATHS) throw new WrongInput(`git-paths are ${paths.length}, more than ${MAX_GIT_PATHS}.`)
  const wrong = paths.find(one => one.length > MAX_GIT_PATH || !GIT_PATH.test(one))
  if (wrong !== undefined) {
    throw new WrongInput(
      `git-paths hold one that is longer than ${MAX_GIT_PATH} characters, begins with - or /, or with another colon than :!: ${JSON.stringify(wrong)}.`,
    )
  }
  return { 'save-if': rule, 'git-paths': paths.join(' ') }
}
