#!/bin/sh
# A job under fire. What it found and what it was told goes, as lines NAME=VALUE, into the container's termination message, which
# needs nothing but the API server to be read.
volume=/mnt/chaos
outputs=/tmp/outputs
export GITHUB_OUTPUT=$outputs

say() { echo "$1=$2" >> /dev/termination-log; }

output() { sed -n "s/^$1=//p" "$outputs" | tail -n 1; }

# The payload of this job: see Content.
payload() {
  awk -v x="$CHAOS_START" -v lines="$CHAOS_LINES" \
    'BEGIN { for (i = 0; i < lines; i++) { x = x * 16807 % 2147483647; printf "%d\n", x } }'
}

# Digest and chain of what is on the volume.
content() {
  touch "$volume/chain"
  while read -r number; do cat "$volume/payload-$number"; done < "$volume/chain" | sha256sum | cut -d' ' -f1 | tr '\n' ' '
  tr '\n' ' ' < "$volume/chain"
}

: > "$outputs"
/mnt/.headwater/job-started.sh
/mnt/.headwater/headwater restore --path "$volume" --key "$STREAM_KEY" --version "$STREAM_VERSION" --timeout 600
say restore-exit $?
say restored-from "$(output restored-from)"
say found "$(content)"

payload > "$volume/payload-$CHAOS_JOB"
echo "$CHAOS_JOB" >> "$volume/chain"
sleep "$CHAOS_WORK"

case $CHAOS_ENDING in
  SAVE | SKIP)
    op=$(echo "$CHAOS_ENDING" | tr '[:upper:]' '[:lower:]')
    /mnt/.headwater/headwater "$op" --path "$volume" --timeout 600
    say end-exit $?
    say saved "$(output saved)"
    say saved-snapshot-id "$(output saved-snapshot-id)"
    ;;
esac
