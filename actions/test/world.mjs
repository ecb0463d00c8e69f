import { SlotStandIn } from './slot-stand-in.mjs'
import { Job } from './step.mjs'

/** A job in a pod with a slot, both gone after the test. */
export function world(test, { environment, ...slotOptions } = {}) {
  const slot = new SlotStandIn(slotOptions)
  test.after(() => slot.close())
  const job = new Job(slot.folder, environment)
  const volume = slot.path('rust-cargo')
  return {
    slot,
    job,
    volume,
    /** The snapshot step, with the least that it needs. */
    restore: (inputs = {}, options) => job.step('snapshot', { path: volume, key: 'function-a', ...inputs }, options),
    post: (step, inputs = {}) => job.post('snapshot', { path: volume, key: 'function-a', ...inputs }, step),
    save: (inputs = {}) => job.step('save', { path: volume, ...inputs }),
    checkout: (inputs = {}, options) => job.step('checkout', { path: `${volume}/workspace`, ...inputs }, options),
  }
}
