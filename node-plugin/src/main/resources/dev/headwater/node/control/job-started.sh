#!/bin/sh
# Runner hook: tells the node which job runs in this pod, before its first step. Always exits 0: a job never fails because of it.
slot=${0%/.headwater/*}
in=$slot/.headwater/in
nl='
'
escape() {
    rest=$1 out=
    while :; do
        head=${rest%%[\\"$nl"]*}
        [ "$head" = "$rest" ] && break
        rest=${rest#"$head"}
        case $rest in
            "$nl"*) out="$out$head\\n" ;;
            *) out="$out$head\\\\" ;;
        esac
        rest=${rest#?}
    done
    printf '%s' "$out$rest"
}
field() { [ -z "$2" ] || { printf '%s=' "$1" && escape "$2" && echo; }; }

if [ -z "${GITHUB_REPOSITORY:-}" ]; then
    echo "Headwater: this is no GitHub job (GITHUB_REPOSITORY is not set); nothing was recorded."
    exit 0
fi
if {
    field repository "$GITHUB_REPOSITORY"
    field ref "${GITHUB_REF:-}"
    field base-ref "${GITHUB_BASE_REF:+refs/heads/$GITHUB_BASE_REF}"
    field sha "${GITHUB_SHA:-}"
    field event "${GITHUB_EVENT_NAME:-}"
    field run-id "${GITHUB_RUN_ID:-}"
    field run-attempt "${GITHUB_RUN_ATTEMPT:-}"
    field workflow "${GITHUB_WORKFLOW:-}"
    field job "${GITHUB_JOB:-}"
    field cache-mode "${ACTIONS_CACHE_MODE:-}"
} > "$in/job-started.$$" 2> /dev/null && mv "$in/job-started.$$" "$in/job-started" 2> /dev/null; then
    echo "Headwater: recorded run ${GITHUB_RUN_ID:-?} of $GITHUB_REPOSITORY at ${GITHUB_SHA:-?}."
else
    echo "Headwater: the job could not be recorded: $in cannot be written."
fi
exit 0
