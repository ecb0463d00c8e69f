// Runs a bundled action as GitHub's runner does: inputs and state in the environment, commands to files and to the log.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { SHA } from './slot-stand-in.mjs'

export const folder = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

export const manifest = action => parse(readFileSync(path.join(folder, action, 'action.yml'), 'utf8'))

const FILES = { outputs: 'GITHUB_OUTPUT', environment: 'GITHUB_ENV', state: 'GITHUB_STATE' }

export const JOB = {
  GITHUB_REPOSITORY: 'acme/lambdas',
  GITHUB_REF: 'refs/heads/main',
  GITHUB_SHA: SHA,
  GITHUB_EVENT_NAME: 'push',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_WORKFLOW: 'build',
  GITHUB_JOB: 'functions',
  GITHUB_SERVER_URL: 'https://github.com',
  ACTIONS_CACHE_MODE: 'write',
}

/** A job on a runner whose folders lie below `home`: its steps see what earlier ones exported. */
export class Job {
  #exported = {}
  #steps = 0

  constructor(home, environment = {}) {
    this.home = home
    const work = path.join(home, 'runner/_work')
    const directories = {
      GITHUB_WORKSPACE: path.join(work, 'lambdas/lambdas'),
      RUNNER_WORKSPACE: path.join(work, 'lambdas'),
      RUNNER_TEMP: path.join(work, '_temp'),
    }
    for (const directory of Object.values(directories)) mkdirSync(directory, { recursive: true })
    this.environment = { PATH: process.env.PATH, HOME: home, ...JOB, ...directories, ...environment }
  }

  /** @returns code, log, outputs, environment, state, summary of the step */
  async step(action, inputs, { state = {}, environment = {} } = {}) {
    const { inputs: declared, runs } = manifest(action)
    const given = { ...defaults(declared), ...inputs }
    const files = this.#files()
    const ended = await run(path.join(folder, action, runs.main), {
      ...this.environment,
      ...this.#exported,
      ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, String(value)])),
      ...Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value])),
      ...files,
      ...environment,
    })
    const step = { ...ended, summary: readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8') }
    for (const [name, variable] of Object.entries(FILES)) step[name] = commands(readFileSync(files[variable], 'utf8'))
    Object.assign(this.#exported, step.environment)
    return step
  }

  /** The post step of an earlier step. */
  post(action, inputs, { state }, options) {
    return this.step(action, inputs, { ...options, state })
  }

  #files() {
    const place = path.join(this.home, `step-${++this.#steps}`)
    mkdirSync(place)
    const files = { GITHUB_STEP_SUMMARY: path.join(place, 'summary') }
    for (const variable of Object.values(FILES)) files[variable] = path.join(place, variable)
    for (const file of Object.values(files)) writeFileSync(file, '')
    return files
  }
}

/** The runner sets an input that has a default; the token's is an expression. */
function defaults(declared) {
  const set = Object.entries(declared).filter(([, input]) => input.default !== undefined)
  return Object.fromEntries(set.map(([name, input]) => [name, input.default === '${{ github.token }}' ? 'ghs_job' : input.default]))
}

function run(file, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { env, cwd: env.GITHUB_WORKSPACE })
    let log = ''
    child.stdout.on('data', data => (log += data))
    child.stderr.on('data', data => (log += data))
    child.on('error', reject)
    child.on('close', code => resolve({ code, log }))
  })
}

function commands(text) {
  const found = {}
  for (const [, name, , value] of text.matchAll(/^(.+)<<(ghadelimiter_.+)\n([\s\S]*?)\n\2$/gm)) found[name] = value
  return found
}
