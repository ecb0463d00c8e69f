// What people see. Messages, branch names and the like come from elsewhere: none of them may become a command of the runner, or markup.
import * as core from '@actions/core'

const TITLE = { title: 'Headwater' }

// A line of the log that begins with :: or holds ##[ would be taken for a command.
const harmless = text => text.replaceAll('##[', '# #[')

/** In the log. */
export function say(text) {
  for (const line of text.split('\n')) core.info(`headwater: ${harmless(line)}`)
}

export const warn = text => core.warning(harmless(text), TITLE)
export const notice = text => core.notice(harmless(text), TITLE)

/** The step fails with this sentence. */
export function fail(text) {
  core.error(harmless(text), TITLE)
  process.exitCode = 1
}

/** Step outputs: all fields but the message, which is for people. */
export function outputs(fields) {
  for (const [name, value] of Object.entries(fields)) {
    if (name !== 'message') core.setOutput(name, value)
  }
}

/** A section of the job summary: a heading and rows of two cells. Rows without a value are left out. */
export async function summarize(heading, rows) {
  if (!process.env.GITHUB_STEP_SUMMARY) return
  const cells = rows
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `<tr><td>${markup(name)}</td><td>${markup(value)}</td></tr>`)
  await core.summary.addRaw(`<h3>${markup(heading)}</h3>\n<table>${cells.join('')}</table>\n\n`).write()
}

function markup(text) {
  const names = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '<br>' }
  return text.replace(/[&<>"\n]/g, c => names[c])
}

/** As a person says it: 40 s, 5 min, 3 h, 2 days. */
export function ago(milliseconds) {
  const steps = [[86_400_000 * 2, 86_400_000, 'days'], [3_600_000 * 2, 3_600_000, 'h'], [120_000, 60_000, 'min'], [0, 1000, 's']]
  const [, unit, name] = steps.find(([from]) => milliseconds >= from) ?? steps.at(-1)
  return `${Math.max(0, Math.round(milliseconds / unit))} ${name}`
}

export const seconds = milliseconds => `${(milliseconds / 1000).toFixed(1)} s`
