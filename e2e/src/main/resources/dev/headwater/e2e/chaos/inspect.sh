#!/bin/sh
# Tells of each volume what is on it, a line each: its name, and digest and chain as in job.sh.
for volume in /volumes/*; do
  digest=$(while read -r number; do cat "$volume/payload-$number"; done < "$volume/chain" | sha256sum | cut -d' ' -f1)
  echo "${volume##*/} $digest $(tr '\n' ' ' < "$volume/chain")"
done > /dev/termination-log
