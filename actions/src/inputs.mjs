// Reads single inputs. What cannot be meant is a WrongInput with a sentence; the node plugin judges everything again.
import * as core from '@actions/core'
import { WrongInput } from './trouble.mjs'

const MAX_SECONDS = 3600

/** Any text; empty where nothing is given. */
export const text = name => core.getInput(name)

/** @throws WrongInput where nothing is given; `why` says what the input is for */
export function required(name, why) {
  const value = text(name)
  if (value === '') throw new WrongInput(`${name} is missing: ${why}.`)
  return value
}

/** true or false, also in the spellings of YAML. */
export function flag(name, otherwise) {
  const value = text(name).toLowerCase()
  if (value === '') return otherwise
  if (value !== 'true' && value !== 'false') throw new WrongInput(`${name} is neither true nor false but ${quoted(name)}.`)
  return value === 'true'
}

/** One of these words; where nothing is given the first, or `otherwise`. */
export function word(name, words, otherwise = words[0]) {
  const value = text(name)
  if (value === '') return otherwise
  const found = words.find(known => known === value.toLowerCase())
  if (found === undefined) throw new WrongInput(`${name} is none of ${words.join(', ')} but ${quoted(name)}.`)
  return found
}

/** A whole number from `min` to `max`. */
export function number(name, min, max, otherwise) {
  const value = text(name)
  if (value === '') return otherwise
  if (!/^[0-9]{1,9}$/.test(value) || Number(value) < min || Number(value) > max) {
    throw new WrongInput(`${name} is not a whole number from ${min} to ${max} but ${quoted(name)}.`)
  }
  return Number(value)
}

/** Seconds that a step waits for the node plugin. */
export const seconds = name => number(name, 1, MAX_SECONDS, 120)

/** The parts between white space, and between commas where `commas` is set. */
export function list(name, { commas = false } = {}) {
  return text(name).split(commas ? /[\s,]+/ : /\s+/).filter(part => part !== '')
}

/** Lines that are not empty. */
export const lines = name => text(name).split('\n').map(line => line.trim()).filter(line => line !== '')

function quoted(name) {
  const value = text(name)
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}
