// A job of GitHub, as its environment describes it.

/** Longer ones are refused by the node plugin, and nothing depends on the rest. */
const MAX_NAME = 255

/** The fields by which a restore request says whose it is, where no job-started hook did. */
export function identity(env = process.env) {
  return {
    repository: env.GITHUB_REPOSITORY,
    ref: env.GITHUB_REF,
    'base-ref': env.GITHUB_BASE_REF ? `refs/heads/${env.GITHUB_BASE_REF}` : undefined,
    sha: env.GITHUB_SHA,
    event: env.GITHUB_EVENT_NAME,
    'run-id': env.GITHUB_RUN_ID,
    'run-attempt': env.GITHUB_RUN_ATTEMPT,
    workflow: env.GITHUB_WORKFLOW?.slice(0, MAX_NAME),
    job: env.GITHUB_JOB?.slice(0, MAX_NAME),
    'cache-mode': env.ACTIONS_CACHE_MODE,
  }
}

/** Scheme, host and port of the server that the job's repository is on. */
export const server = (env = process.env) => (env.GITHUB_SERVER_URL || 'https://github.com').replace(/\/+$/, '')

/**
 * What is to be checked out: the job's own commit, unless the inputs name another repository, ref or commit. What they name by a ref alone,
 * the remote is asked for.
 */
export function target(inputs, env = process.env) {
  const foreign = inputs.repository !== '' && inputs.repository !== env.GITHUB_REPOSITORY
  const own = foreign ? { ref: 'HEAD', sha: '' } : { ref: env.GITHUB_REF ?? '', sha: env.GITHUB_SHA ?? '' }
  const sameRef = inputs.ref === '' || inputs.ref === own.ref || `refs/heads/${inputs.ref}` === own.ref
  return {
    url: `${server(env)}/${inputs.repository || (env.GITHUB_REPOSITORY ?? '')}`,
    ref: sameRef ? own.ref : inputs.ref,
    sha: inputs.sha || (sameRef ? own.sha : ''),
  }
}
