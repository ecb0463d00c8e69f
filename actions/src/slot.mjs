import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { Unavailable } from './trouble.mjs'

/** What the node plugin has to understand: it writes the number of its contract into every slot (docs/explanation/contract.md). */
export const CONTRACT = 1

const CONTROL = '.headwater'
const HOOK = '/.headwater/job-started.sh'

/** The path of the slot's control directory. */
export const controlOf = slot => path.join(slot, CONTROL)

/** Whether a slot is mounted at this directory. */
export const isSlot = directory => existsSync(path.join(directory, CONTROL, 'in'))

/** Where the pod's template says that its slot is: the runner's hook lies in it. Undefined where no hook is set. */
export function announcedSlot(env = process.env) {
  const hook = env.ACTIONS_RUNNER_HOOK_JOB_STARTED ?? ''
  return hook.endsWith(HOOK) ? hook.slice(0, -HOOK.length) : undefined
}

/**
 * Makes sure that a node plugin of this contract serves the slot.
 *
 * @throws Unavailable with what is missing and what to do
 */
export function requireSlot(slot, volume) {
  if (!isSlot(slot)) {
    const announced = announcedSlot()
    throw announced !== undefined && isSlot(announced)
      ? new Unavailable('PathNotInSlot', `${volume} is not directly below this pod's slot ${announced}: use ${announced}/${path.basename(volume)}.`)
      : new Unavailable(
          'NoSlot',
          `There is no Headwater slot at ${slot}: the runner's pod needs an inline volume of driver headwater.dev mounted there, or this runner is no pod of a cluster with Headwater.`,
        )
  }
  const contract = contractOf(slot)
  if (contract < CONTRACT) {
    throw new Unavailable(
      'OldNodePlugin',
      `The Headwater node plugin that made the slot ${slot} is older than this action (its contract is ${contract}, wanted is ${CONTRACT}): upgrade the chart, or use the action of the chart's version.`,
    )
  }
  try {
    accessSync(path.join(controlOf(slot), 'in'), constants.W_OK)
  } catch {
    throw new Unavailable('SlotNotWritable', `This step may not write to ${controlOf(slot)}/in: it is not a slot of this pod, or is mounted readOnly.`)
  }
}

function contractOf(slot) {
  try {
    return Number.parseInt(readFileSync(path.join(controlOf(slot), 'contract'), 'utf8'), 10) || 0
  } catch {
    return 0
  }
}

/** The slot and the volume that a path lies in, or undefined outside of a slot. */
export function volumeAround(directory) {
  for (let volume = directory; volume !== path.dirname(volume); volume = path.dirname(volume)) {
    if (isSlot(path.dirname(volume))) return { slot: path.dirname(volume), volume }
  }
  return undefined
}
