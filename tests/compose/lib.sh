# Functions for the shell tests; sourced. A check prints its name and, if it fails, ends the script.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mapfile -t services < <(node tools/services/print-names.mjs)
steps=0

passed() { steps=$((steps + 1)); printf 'ok    %s\n' "$1"; }
fail() { printf 'FAIL  %s\n      %s\n' "$1" "${2:-}"; exit 1; }

# check NAME COMMAND... : expects the command to succeed
check() {
  local name=$1 output; shift
  output=$("$@" 2>&1) || fail "$name" "$output"
  passed "$name"
}

# check_fails NAME PATTERN COMMAND... : expects the command to fail with output that matches
check_fails() {
  local name=$1 pattern=$2 output; shift 2
  if output=$("$@" 2>&1); then fail "$name" "expected a failure, but it succeeded: $output"; fi
  grep -qE "$pattern" <<<"$output" || fail "$name" "expected output that matches /$pattern/, got: $output"
  passed "$name"
}

# check_equal NAME EXPECTED ACTUAL
check_equal() { [ "$2" = "$3" ] || fail "$1" "expected $2, got $3"; passed "$1"; }

# eventually SECONDS COMMAND... : retries until the command succeeds; fails after SECONDS
eventually() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.5; done
}

smoke() { tests/smoke.sh "$@"; }
up() { docker compose up --detach --wait "$@"; }
container() { docker compose ps --quiet "$1" | head -n 1; }
finish() { echo "$steps steps passed"; }
