// Inputs of the actions that people come from. None of them is passed over in silence: a notice says where the setting lives now.
import { text } from './inputs.mjs'

const size = "the policy of the stream has it now, as spec.volume.size (GiB as in 40Gi)"
const kind = 'the StorageClass has it now that the policy of the stream names in spec.volume.storageClassName'
const kept = 'the policy of the stream has it now, as spec.retention'
const marker = 'say it as save-marker-file and save-marker-value: a volume that carries the value already is not saved again'
const compared = 'the repository that the checkout action made on the volume is compared, from the restored commit to the one that is checked out'

/** Of runs-on/snapshot, its fork with keys, and actions/cache, by the input. */
export const SNAPSHOT = {
  volume_size: size,
  volume_type: kind,
  volume_iops: kind,
  volume_throughput: kind,
  volume_initialization_rate:
    'the StorageClass has it now that the policy of the stream names in spec.volume.restoreStorageClassName, for volumes that are made of a snapshot',
  'retention-days': kept,
  'keep-last-snapshots': kept,
  'wait-for-cleanup': 'a step waits until the job no longer has the volume, and the rest goes on without it',
  'save-policy-name': marker,
  'save-policy-version': marker,
  'git-repository': compared,
  'git-head': compared,
  'fail-on-cache-miss': "a later step can look at this step's output restored",
  'lookup-only': 'there is nothing to look up without a restore, which costs no copy',
  enableCrossOsArchive: 'a snapshot is restored for the operating system and processor that it was saved on',
  'upload-chunk-size': 'nothing is uploaded',
}

/** Of actions/checkout, by the input. */
export const CHECKOUT = {
  'ssh-key': 'repositories are fetched over https with the input token',
  'ssh-known-hosts': 'repositories are fetched over https with the input token',
  'ssh-strict': 'repositories are fetched over https with the input token',
  'ssh-user': 'repositories are fetched over https with the input token',
  'persist-credentials': 'the token is never written to the volume; a step that pushes brings its own',
  'sparse-checkout-cone-mode': 'sparse-checkout names directories, which is the cone mode',
  filter: 'only the commits of fetch-depth are fetched, and what the volume has is not fetched again',
  'fetch-tags': 'no tags are fetched; name one as ref to check it out',
  'show-progress': 'a checkout says in one line what it did',
  'set-safe-directory': 'the working tree belongs to the user of this job',
  'github-server-url': "the server of the job's own repository is asked",
}

/** Those that are given, each with its sentence. */
export function notices(moved) {
  return Object.entries(moved)
    .filter(([name]) => text(name) !== '')
    .map(([name, where]) => `The input ${name} has no effect here: ${where}.`)
}
