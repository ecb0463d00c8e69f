#!/bin/sh
# The steps of a workflow as one script. Lines that begin with "@" tell the program that started the job what happened when:
#   @ <milliseconds> begin|end <step> [exit code]
#   @ unit fresh|compiled <package id>
path=/mnt/rust-cargo-snapshot
export CARGO_HOME=$path/cargo-home CARGO_TERM_COLOR=never
units=/tmp/units.json

step() { # NAME COMMAND [ARGUMENT...]: what a workflow does with a step, also that the job ends with the first that fails
  name=$1
  shift
  echo "@ $(date +%s%3N) begin $name"
  "$@"
  code=$?
  echo "@ $(date +%s%3N) end $name $code"
  [ "$code" = 0 ] || exit "$code"
}

# One unit is a library, a binary, a proc-macro or a build script; cargo says of each whether it had to be compiled.
tell_units() {
  sed -n -e 's/^{"reason":"compiler-artifact","package_id":"\([^"]*\)".*"fresh":true}$/@ unit fresh \1/p' \
    -e 's/^{"reason":"compiler-artifact","package_id":"\([^"]*\)".*"fresh":false}$/@ unit compiled \1/p' "$units"
}

build() { cargo build --release --offline --locked --message-format json-render-diagnostics > "$units"; }

step job-started /mnt/.headwater/job-started.sh
step restore /mnt/.headwater/headwater restore --path "$path" --key "$STREAM_KEY" --version "$STREAM_VERSION"
step checkout /mnt/.headwater/headwater checkout --path "$path/workspace"
step enter cd "$path/workspace"
step build build
tell_units
step leave cd /
step save /mnt/.headwater/headwater save
