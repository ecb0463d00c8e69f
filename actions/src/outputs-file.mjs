// What the steps found out, as lines VOLUME.name=value: a post step's outputs are lost in GitHub's runner, and a later post step, or the
// runner's job-completed hook, can read them here.
import * as core from '@actions/core'
import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { escape, parse } from './control-file.mjs'

const VARIABLE = 'HEADWATER_OUTPUTS'

/** The pod's template may say where it is; else it lies with the job's temporary files, and later steps are told. */
function location() {
  if (process.env[VARIABLE]) return process.env[VARIABLE]
  const file = path.join(temporary(), 'headwater-outputs')
  core.exportVariable(VARIABLE, file)
  return file
}

/** The job's directory for temporary files. */
export const temporary = () => process.env.RUNNER_TEMP || '/tmp'

/** Appends the fields. A file that cannot be written is told, and spoils nothing else. */
export function note(volume, fields) {
  const name = path.basename(volume)
  const lines = Object.entries(fields).map(([key, value]) => `${name}.${key}=${escape(value)}\n`)
  try {
    appendFileSync(location(), lines.join(''))
  } catch (error) {
    core.notice(`${VARIABLE} cannot be written: ${error.message}`)
  }
}

/** The last word on each field of the volume; nothing where no step noted any. */
export function noted(volume) {
  const prefix = `${path.basename(volume)}.`
  try {
    const all = parse(readFileSync(location(), 'utf8'))
    return Object.fromEntries(
      Object.entries(all)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key.slice(prefix.length), value]),
    )
  } catch {
    return {}
  }
}
