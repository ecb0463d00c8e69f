# Sourced by ./dev and the build scripts: results are kept outside of the tree, by content.
# An entry is a folder $HEADWATER_CACHE/NAME-KEY that is complete or absent, whoever is killed and whoever builds beside us.

HEADWATER_CACHE=${HEADWATER_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/headwater}
export HEADWATER_CACHE

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

now() { date +%s; }

# The digest (hex) of standard input.
digest() { sha256sum | cut -d ' ' -f 1; }

# The digest of files by relative name and content: hash_files FOLDER [find expression]
hash_files() {
  (
    cd "$1" && shift
    find . -type f "$@" -print0 | LC_ALL=C sort -z | xargs -0 -r sha256sum
  ) | digest
}

# Leaves the entry's path in $entry, made by running COMMAND with a folder to fill as its last argument:
# cached NAME KEY COMMAND [ARGUMENT...]. It relies on set -e: never call it as a condition or before || or &&.
cached() {
  entry=$HEADWATER_CACHE/$1-$(printf '%.16s' "$2")
  entry_lock=$HEADWATER_CACHE/.$1.lock
  entry_partial=$HEADWATER_CACHE/.$1.partial
  shift 2
  if [ -d "$entry" ]; then
    touch "$entry"
    return
  fi
  mkdir -p "$HEADWATER_CACHE"
  (
    flock 9
    [ -d "$entry" ] && exit 0
    rm -rf "$entry_partial"
    mkdir "$entry_partial"
    ("$@" "$entry_partial")
    mv "$entry_partial" "$entry"
  ) 9> "$entry_lock"
}

# Marks the entries that these links lead to as used.
touch_targets() {
  for link in "$@"; do
    touch "$(dirname "$(readlink "$link")")"
  done
}

# Forgets what nothing has used for two weeks.
forget_old_entries() {
  find "$HEADWATER_CACHE" -mindepth 1 -maxdepth 1 -type d -mtime +14 -exec rm -rf {} +
}
