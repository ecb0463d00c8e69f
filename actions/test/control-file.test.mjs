import assert from 'node:assert/strict'
import { test } from 'node:test'
import { format, parse } from '../src/control-file.mjs'

test('values with line breaks, backslashes and control characters survive', () => {
  const fields = { message: 'a\\nb\nc\\', odd: '\u0007\u001b[1m\u007f', plain: '100% =ü' }

  assert.equal(format(fields), 'message=a\\\\nb\\nc\\\\\nodd=\\0007\\0033[1m\\0177\nplain=100% =ü\n')
  assert.deepEqual(parse(format(fields)), fields)
})

test('what is not given is left out', () => {
  assert.equal(format({ a: '', b: undefined, c: 0, d: false }), 'c=0\nd=false\n')
})

test('a line that is no field spoils nothing else', () => {
  assert.deepEqual(parse('=x\nrubbish\na=1\n'), { a: '1' })
})
