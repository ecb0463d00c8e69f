// A plain checkout by the job's own git, for jobs that run cold: no keeper can help there.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { server } from './job.mjs'

class GitFailed extends Error {}

/** The same fields as the node plugin's answer. */
export function checkOut(inputs) {
  const started = performance.now()
  const git = gitIn(inputs)
  const { ref, sha, url, verify } = inputs.fields
  try {
    if (sha !== '' && verify !== 'true' && git.says('rev-parse', '--verify', '-q', 'HEAD') === sha) return done(inputs, sha, false, started)
    prepare(inputs, git)
    const commit = fetch(inputs, git)
    git.run('-c', 'advice.detachedHead=false', 'checkout', '-q', '--force', '--detach', commit)
    extras(inputs, git)
    return done(inputs, git.says('rev-parse', 'HEAD'), true, started)
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error
    return { outcome: 'failed', reason: 'CheckoutFailed', message: `git could not check out ${sha || ref} of ${url}: ${error.message}` }
  }
}

function done({ directory }, head, fetched, started) {
  return {
    outcome: 'done',
    reason: 'CheckedOut',
    message: `${directory} is at ${head.slice(0, 12)}, by the job's own git.`,
    'checkout-head': head,
    'checkout-fetched': String(fetched),
    'checkout-took-ms': String(Math.round(performance.now() - started)),
  }
}

function prepare({ directory, fields }, git) {
  try {
    mkdirSync(directory, { recursive: true })
  } catch (error) {
    throw new GitFailed(`${directory} could not be made (${error.code}).`)
  }
  git.run('init', '-q')
  if (git.says('remote', 'get-url', 'origin') === '') git.run('remote', 'add', 'origin', fields.url)
  else git.run('remote', 'set-url', 'origin', fields.url)
  if (fields.sparse !== '') git.run('sparse-checkout', 'set', '--cone', ...fields.sparse.split('\n'))
  else if (git.says('config', 'core.sparseCheckout') === 'true') git.run('sparse-checkout', 'disable')
}

/** The commit by its name, or else from its ref; a short name is a branch, or a tag, or a commit. */
function fetch({ fields: { ref, sha, depth } }, git) {
  const shallow = depth === 0 ? [] : [`--depth=${depth}`]
  const names = /^(HEAD$|refs\/)/.test(ref) ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, ref]
  const attempts = sha === '' ? names.map(name => [...shallow, name]) : [[...shallow, sha], ...names.map(name => [name])]
  let why
  for (const [...what] of attempts) {
    const name = what.pop()
    try {
      git.run('fetch', '-q', '--no-tags', ...what, 'origin', name)
      return sha || 'FETCH_HEAD'
    } catch (error) {
      why ??= error
    }
  }
  throw why
}

function extras({ fields: { submodules, depth, lfs, clean } }, git) {
  if (submodules !== 'false') {
    const nested = submodules === 'recursive' ? ['--recursive'] : []
    git.run('submodule', '--quiet', 'update', '--init', ...nested, ...(depth === 0 ? [] : [`--depth=${depth}`]))
  }
  if (lfs) git.run('lfs', 'pull')
  if (clean) git.run('clean', '-q', '-ffd')
}

function gitIn({ directory, token }) {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', ...authorization(token) }
  const call = args => spawnSync('git', ['-C', directory, ...args], { env, encoding: 'utf8' })
  return {
    run(...args) {
      const { status, stderr, error } = call(args)
      if (error) throw new GitFailed(error.code === 'ENOENT' ? 'there is no git here.' : `${error.message}.`)
      if (status !== 0) throw new GitFailed(stderr.trim() || `git ${args[0]} failed.`)
    },
    /** What git prints, or nothing where it fails. */
    says: (...args) => call(args).stdout?.trim() ?? '',
  }
}

// In git's environment: the command line of a process can be read by others.
function authorization(token) {
  if (token === '') return {}
  const next = Number(process.env.GIT_CONFIG_COUNT ?? 0)
  return {
    GIT_CONFIG_COUNT: String(next + 1),
    [`GIT_CONFIG_KEY_${next}`]: `http.${server()}/.extraheader`,
    [`GIT_CONFIG_VALUE_${next}`]: `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`,
  }
}
