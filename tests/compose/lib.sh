# Shared by the checks of the Compose stack; sourced. A check prints its name, and ends the script when it fails.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
services=(auth products cart orders payments)
steps=0

passed() { steps=$((steps + 1)); printf 'ok    %s\n' "$1"; }
fail() { printf 'FAIL  %s\n      %s\n' "$1" "${2:-}"; exit 1; }

# check NAME COMMAND... : the command has to succeed
check() {
  local name=$1 output; shift
  output=$("$@" 2>&1) || fail "$name" "$output"
  passed "$name"
}

# check_fails NAME PATTERN COMMAND... : the command has to fail and say why
check_fails() {
  local name=$1 pattern=$2 output; shift 2
  if output=$("$@" 2>&1); then fail "$name" "it went through: $output"; fi
  grep -qE "$pattern" <<<"$output" || fail "$name" "it does not say /$pattern/: $output"
  passed "$name"
}

# check_equal NAME EXPECTED GOT
check_equal() { [ "$2" = "$3" ] || fail "$1" "expected $2, got $3"; passed "$1"; }

# eventually SECONDS COMMAND... : until it succeeds
eventually() {
  local end=$((SECONDS + $1)); shift
  until "$@" >/dev/null 2>&1; do [ $SECONDS -lt $end ] || return 1; sleep 0.5; done
}

# The smoke test, with its own account of what was wrong.
smoke() { tests/smoke.sh "$@"; }
up() { docker compose up --detach --wait "$@"; }
container() { docker compose ps --quiet "$1" | head -n 1; }
finish() { echo "$steps steps passed"; }
