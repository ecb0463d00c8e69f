# Sourced by ./dev test: the levels of tests, and their summary. A level that breaks
# before its tests ran, or that finds none, counts as one failure.

reports=$root/e2e/target/reports
table=$reports/table

# The folder that fabric8's kube-api-test takes its API server from, so that it downloads none. Its etcd waits for no disk: what a test
# wrote is thrown away, and each of its thousands of writes would be flushed.
api_test_layout() { # VERSION FOLDER
  platform=$2/k8s/${1#v}-linux-$(dpkg --print-architecture)
  mkdir -p "$platform"
  for program in kube-apiserver kubectl; do
    ln -s "$HEADWATER_BINARIES/$program" "$platform/$program"
  done
  printf '#!/bin/sh\nexec "%s" --unsafe-no-fsync "$@"\n' "$HEADWATER_BINARIES/etcd" > "$platform/etcd"
  chmod +x "$platform/etcd"
}

# The programs have been compiled, and checked by the compiler's plugins, when they were built.
use_compiled_classes() {
  for classes in "$programs"/classes/*; do
    module=$(basename "$classes")
    rm -rf "$module/target/classes"
    mkdir -p "$module/target"
    cp -r "$classes" "$module/target/classes"
  done
}

# The sum of an attribute over all suites of a level.
sum() { # LEVEL ATTRIBUTE
  find "$reports/$1" -name '*.xml' -exec cat {} + | tr '>' '\n' | sed -n "s/.*<testsuite .* $2=\"\([0-9]*\)\".*/\1/p" \
    | awk '{ total += $1 } END { print total + 0 }'
}

record() { # LEVEL STARTED BROKEN
  failed=$(($(sum "$1" failures) + $(sum "$1" errors)))
  skipped=$(sum "$1" skipped)
  passed=$(($(sum "$1" tests) - failed - skipped))
  if [ "$failed" = 0 ] && { [ "$3" != 0 ] || [ "$passed" = 0 ]; }; then
    failed=1
  fi
  echo "$1 $passed $failed $skipped $(($(now) - $2))" >> "$table"
}

# One line for the table from what node's test runner says at the end of each log; one that does not come to its end counts as a failure.
record_actions() { # STARTED LOG...
  started=$1
  shift
  awk -v seconds=$(($(now) - started)) -v runs=$# '
    /^# pass / { passed += $3; ended++ }
    /^# (fail|cancelled) / { failed += $3 }
    /^# (skipped|todo) / { skipped += $3 }
    END { print "actions", passed + 0, failed + runs - ended, skipped + 0, seconds }' "$@" >> "$table"
}

# All of them on the Node.js that the actions declare, and what runs the bundles on the oldest as well, side by side.
actions_level() {
  say "Level actions"
  started=$(now)
  cached node-modules "$(digest < actions/package-lock.json)" install_modules actions
  rm -rf actions/node_modules
  ln -s "$entry/node_modules" actions/node_modules
  test_actions "$node20" $(cd actions && grep -l "'./world.mjs'" test/*.test.mjs) > "$reports/actions-20.log" 2>&1 &
  test_actions "$node24" test/*.test.mjs > "$reports/actions-24.log" 2>&1 || true
  wait $! || true
  sed -n '/^ *not ok/,/^ *\.\.\.$/p' "$reports/actions-20.log" "$reports/actions-24.log" >&2
  record_actions "$started" "$reports/actions-20.log" "$reports/actions-24.log"
}

test_actions() { # NODE FILE...
  node=$1
  shift
  (cd actions && "$node" --test --test-reporter=tap "$@")
}

# The first level compiles the tests; the others run what it compiled. Two of them may run at a time.
java_level() ( # LEVEL [MAVEN ARGUMENT...]
  level=$1
  shift
  say "Level $level"
  started=$(now)
  broken=0
  mkdir -p "$reports/$level"
  maven "$level" test -Dmaven.main.skip -Dmaven.test.failure.ignore=true -Dsurefire.reports="$reports/$level" \
    -DtempDir="surefire-$level" "$@" || broken=1
  record "$level" "$started" "$broken"
)

story_level() { # LEVEL GROUPS
  if cluster_program up --nodes 1; then
    java_level "$1" -Dgroups="$2" -DexcludedGroups= -Dspotless.check.skip -pl e2e -am
  else
    mkdir -p "$reports/$1"
    record "$1" "$(now)" 1
  fi
}

# With what the stories beside it leave of the processors: what is told alone waits half of its time for somebody to come back.
api_level() {
  MAVEN='nice mvn'
  java_level api '-Dgroups=api | kernel' -DexcludedGroups= -Dspotless.check.skip
}

api_and_alone_levels() {
  trap 'trap - INT; kill 0' INT # what runs in the background hears no Ctrl-C
  api_level &
  story_level alone alone
  wait $!
  trap - INT
}

summary() {
  echo
  printf '%-12s %8s %8s %8s %9s\n' level passed failed skipped seconds
  while read -r level passed failed skipped seconds; do
    printf '%-12s %8d %8d %8d %9d\n' "$level" "$passed" "$failed" "$skipped" "$seconds"
  done < "$table"
  awk '{ passed += $2; failed += $3 } END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }' "$table"
}

run_tests() {
  rm -rf "$reports"
  mkdir -p "$reports"
  kubernetes=$("$HEADWATER_BINARIES/kubectl" version --client -o yaml | sed -n 's/^  gitVersion: //p')
  cached api-test "$(echo "$kubernetes $HEADWATER_BINARIES unflushed" | digest)" api_test_layout "$kubernetes"
  export KUBE_API_TEST_DIR="$entry"
  HEADWATER_CSI_SANITY=$(e2e/cluster/build csi-sanity)
  export HEADWATER_CSI_SANITY
  actions_level
  use_compiled_classes
  java_level unit -T 2
  story_level story 'story & !alone'
  api_and_alone_levels
  summary
}
