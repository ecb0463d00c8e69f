# Sourced by ./dev test: the levels of tests, from the cheapest to the dearest, and their summary. A level that breaks
# before its tests ran, or that finds none, counts as one failure.

reports=$root/e2e/target/reports
table=$reports/table

# The folder that fabric8's kube-api-test takes its API server from, so that it downloads none.
api_test_layout() { # VERSION FOLDER
  platform=$2/k8s/${1#v}-linux-$(dpkg --print-architecture)
  mkdir -p "$platform"
  for program in etcd kube-apiserver kubectl; do
    ln -s "$HEADWATER_BINARIES/$program" "$platform/$program"
  done
}

forget_reports() { rm -rf ./*/target/surefire-reports; }

collect_reports() { # LEVEL
  mkdir -p "$reports/$1"
  for report in ./*/target/surefire-reports/TEST-*.xml; do
    [ ! -e "$report" ] || mv "$report" "$reports/$1/"
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

# Into FOLDER/node_modules; the lock file says what.
install_modules() { # FOLDER
  cp actions/package.json actions/package-lock.json actions/.npmrc "$1"
  npm ci --prefix "$1" --loglevel=error > /dev/null || die "npm ci failed; can the machine reach a package registry?"
}

# One line for the table from what node's test runner says at its end.
record_actions() { # LOG STARTED
  awk -v seconds=$(($(now) - $2)) '
    /^# pass / { passed = $3 }
    /^# (fail|cancelled) / { failed += $3 }
    /^# (skipped|todo) / { skipped += $3 }
    END { print "actions", passed + 0, passed ? failed + 0 : failed + !failed, skipped + 0, seconds }' "$1" >> "$table"
}

actions_level() {
  say "Level actions"
  started=$(now)
  need_npm
  cached node-modules "$(hash_files actions -name package-lock.json ! -path '*/node_modules/*')" install_modules
  rm -rf actions/node_modules
  ln -s "$entry/node_modules" actions/node_modules
  log=$reports/actions.log
  (cd actions && node --test --test-reporter=tap test/*.test.mjs) > "$log" 2>&1 || sed -n '/^ *not ok/,/^ *\.\.\.$/p' "$log" >&2
  record_actions "$log" "$started"
}

# Only the first level packages: the others run what it compiled.
java_level() { # LEVEL PHASE [MAVEN ARGUMENT...]
  level=$1
  phase=$2
  shift 2
  say "Level $level"
  started=$(now)
  broken=0
  forget_reports
  maven "$phase" -Dmaven.test.failure.ignore=true "$@" || broken=1
  collect_reports "$level"
  record "$level" "$started" "$broken"
}

cluster_level() {
  if cluster_program up --nodes 1; then
    java_level story test -Dgroups=story -DexcludedGroups= -Dspotless.check.skip -pl e2e -am
  else
    mkdir -p "$reports/story"
    record story "$(now)" 1
  fi
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
  cached api-test "$(echo "$kubernetes $HEADWATER_BINARIES" | digest)" api_test_layout "$kubernetes"
  export KUBE_API_TEST_DIR="$entry"
  HEADWATER_CSI_SANITY=$(e2e/cluster/build csi-sanity)
  export HEADWATER_CSI_SANITY
  actions_level
  java_level unit verify -T 2
  java_level api test -T 2 '-Dgroups=api | kernel' -DexcludedGroups= -Dspotless.check.skip
  cluster_level
  summary
}
