// The codec of all control files (docs/explanation/contract.md): lines key=value; in values a backslash stands before a backslash, \n is a
// newline and \0ooo any other control character.

/** A longer file is refused unread by the node plugin. */
export const MAX_BYTES = 16 * 1024

/** The value without line breaks and control characters. */
export function escape(value) {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replace(/[\u0000-\u001f\u007f]/g, c => '\\0' + c.charCodeAt(0).toString(8).padStart(3, '0'))
}

function unescape(value) {
  return value.replace(/\\(\\|n|0[01][0-7]{2})/g, (_, code) => {
    if (code === 'n') return '\n'
    return code === '\\' ? '\\' : String.fromCharCode(parseInt(code.slice(1), 8))
  })
}

/** The text of a file; fields that are empty or undefined are left out. */
export function format(fields) {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}=${escape(String(value))}\n`)
    .join('')
}

/** The fields of a file. A line that is not of the form key=value is passed over: the reader of a result is not its judge. */
export function parse(text) {
  const fields = {}
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=')
    if (equals > 0) fields[line.slice(0, equals)] = unescape(line.slice(equals + 1))
  }
  return fields
}
