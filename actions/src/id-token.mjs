// The token by which a job proves to Headwater whose it is. The runner hands one out where the workflow has the permission id-token: write.
import * as core from '@actions/core'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { controlOf } from './slot.mjs'
import { notice } from './tell.mjs'

const TIMEOUT_MS = 5000
const TRIES = 2

/**
 * A token that is worth nothing but for this volume of this pod, and only for this use; empty where there is none to be had. A job without it
 * is known less well, and goes on.
 *
 * @param use restore or save
 */
export async function idToken(use, volume, env = process.env) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: right } = env
  const pod = podOf(path.dirname(volume))
  if (!url || !right || pod === '') return ''
  const address = new URL(url)
  address.searchParams.set('audience', `headwater.dev/${use}/${pod}/${path.basename(volume)}`)
  for (let left = TRIES - 1; ; left--) {
    try {
      return await request(address, right)
    } catch (error) {
      if (left > 0) continue
      notice(`No token could be had to prove whose job this is (${error.message}); the job goes on without.`)
      return ''
    }
  }
}

async function request(address, right) {
  const response = await fetch(address, {
    headers: { Authorization: `Bearer ${right}`, Accept: 'application/json' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) throw new Error(`the runner's service answers ${response.status}`)
  const { value } = await response.json()
  if (typeof value !== 'string' || value === '') throw new Error("the runner's service answers without a token")
  core.setSecret(value)
  return value
}

/** The uid of the pod that the slot is in; empty where an older node plugin made the slot. */
function podOf(slot) {
  try {
    return readFileSync(path.join(controlOf(slot), 'pod'), 'utf8').trim()
  } catch {
    return ''
  }
}
