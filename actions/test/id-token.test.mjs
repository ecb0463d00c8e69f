import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { notSaved, POD } from './slot-stand-in.mjs'
import { world } from './world.mjs'

const RIGHT = 'right-to-ask'

/** The service of the runner that hands out tokens: each says for what it was asked. */
async function issuer(test, answer = audience => ({ status: 200, body: { value: tokenFor(audience) } })) {
  const asked = []
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://localhost')
    asked.push({ audience: url.searchParams.get('audience'), version: url.searchParams.get('api-version'), right: request.headers.authorization })
    const { status, body } = answer(url.searchParams.get('audience'))
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  test.after(() => server.close())
  const environment = {
    ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${server.address().port}/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: RIGHT,
  }
  return { asked, environment }
}

const tokenFor = audience => `token-for-${Buffer.from(audience).toString('hex')}`
const audience = use => `headwater.dev/${use}/${POD}/rust-cargo`

test('restore and save show a token each, which names pod, volume and use', async test => {
  const { asked, environment } = await issuer(test)
  const { slot, restore, post } = world(test, { environment })

  const step = await restore()
  const end = await post(step)

  assert.equal(step.code + end.code, 0)
  assert.deepEqual(asked, [
    { audience: audience('restore'), version: '2.0', right: `Bearer ${RIGHT}` },
    { audience: audience('save'), version: '2.0', right: `Bearer ${RIGHT}` },
  ])
  assert.deepEqual(slot.requests.map(({ op, token, tokenMode }) => ({ op, token, tokenMode })), [
    { op: 'restore', token: tokenFor(audience('restore')), tokenMode: 0o600 },
    { op: 'finish', token: tokenFor(audience('save')), tokenMode: 0o600 },
  ])
})

test('an explicit save shows a token, a skip none', async test => {
  const { asked, environment } = await issuer(test)
  const { slot, save } = world(test, { environment, answers: { save: () => notSaved('JobAskedToSkip', 'It was not saved.') } })

  await save({ save: 'true' })
  await save({ save: 'false' })

  assert.deepEqual(asked.map(request => request.audience), [audience('save')])
  assert.deepEqual(slot.requests.map(({ op, token }) => [op, token !== undefined]), [['save', true], ['skip', false]])
})

test('a token is told to the runner as a secret, and is nowhere else', async test => {
  const { environment } = await issuer(test)
  const { slot, restore } = world(test, { environment })

  const step = await restore()

  const token = tokenFor(audience('restore'))
  assert.ok(step.log.includes(`::add-mask::${token}`))
  assert.ok(!step.log.replace(`::add-mask::${token}`, '').includes(token))
  for (const told of [step.outputs, step.environment, step.state, step.summary]) assert.ok(!JSON.stringify(told).includes(token))
  assert.ok(!filesBelow(slot.folder).some(file => readFileSync(file, 'utf8').includes(token)))
  const { token: _, ...request } = slot.requests[0]
  assert.ok(!JSON.stringify(request).includes(token))
})

test('without the permission nobody is asked, and nothing changes', async test => {
  const { asked } = await issuer(test)
  const { slot, restore } = world(test)

  const step = await restore()

  assert.equal(step.outputs.outcome, 'attached')
  assert.deepEqual([asked, slot.requests[0].token], [[], undefined])
})

test('a node plugin that takes no tokens is sent none', async test => {
  const { asked, environment } = await issuer(test)
  const { slot, restore } = world(test, { environment, pod: null })

  const step = await restore()

  assert.equal(step.outputs.outcome, 'attached')
  assert.deepEqual([asked, slot.requests[0].token], [[], undefined])
})

for (const [what, answer] of [
  ['refuses', () => ({ status: 403, body: { message: 'no' } })],
  ['answers nonsense', () => ({ status: 200, body: { value: 7 } })],
]) {
  test(`where the service ${what}, the job goes on without a token and is told so`, async test => {
    const { asked, environment } = await issuer(test, answer)
    const { slot, restore } = world(test, { environment })

    const step = await restore()

    assert.equal(step.outputs.outcome, 'attached')
    assert.equal(slot.requests[0].token, undefined)
    assert.equal(asked.length, 2)
    assert.match(step.log, /::notice title=Headwater::No token could be had/)
  })
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .map(name => path.join(folder, name))
    .filter(file => statSync(file).isFile())
}
