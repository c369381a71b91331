# Functions for the groups of checks in this folder; sourced. A group prints one line per step, and "N passed, N failed" last.
# It ends with the status 1 if a step failed, or if the script itself did. The logs of its steps are in CI_LOGS.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit
source tests/no-proxy.sh
LOGS=${CI_LOGS:-$(mktemp -d)}
mkdir -p "$LOGS"
passed=0 failed=0

# Runs at the end of a group, which can replace it.
cleanup() { :; }

finish() {
  local status=$?
  cleanup
  [ "$status" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  echo "$passed passed, $failed failed"
  # Explicit, because a bare `exit` in a trap uses the status from before the trap.
  [ "$failed" -eq 0 ]
  exit $?
}
trap finish EXIT

# step [--count COUNTER] NAME COMMAND... : runs a command with its output in a log; a failure prints the end of the log.
# COUNTER is a function that prints how many tests have passed, given the log. A step with a counter fails if nothing passed.
step() {
  local counter='' count='' name log status begin=$SECONDS
  if [ "$1" = --count ]; then counter=$2; shift 2; fi
  name=$1; shift
  log=$LOGS/${name//[^[:alnum:]]/-}.log
  "$@" >"$log" 2>&1
  status=$?
  if [ $status -eq 0 ] && [ -n "$counter" ]; then
    count=$("$counter" "$log")
    if [ "${count:-0}" -eq 0 ]; then echo "No passed tests were found in this output ($counter)." >>"$log"; status=1; fi
  fi
  if [ $status -eq 0 ]; then
    passed=$((passed + ${count:-0}))
    printf 'ok    %-28s %4ds%s\n' "$name" $((SECONDS - begin)) "${count:+  $count tests}"
  else
    failed=$((failed + 1))
    printf 'FAIL  %-28s %4ds\n' "$name" $((SECONDS - begin))
    tail -n 80 "$log"
  fi
  return $status
}

# skip NAME REASON
skip() { printf 'skip  %s: %s\n' "$1" "$2"; }

# require TOOL... : prints each missing tool, and fails if there is one
require() {
  local tool missing=0
  for tool; do command -v "$tool" || { echo "$tool is not installed"; missing=1; }; done
  return $missing
}

# sum PATTERN LOG : prints the sum of the last numbers in all matches
sum() { sed 's/\x1b\[[0-9;]*m//g' "$2" | grep -oE "$1" | grep -oE '[0-9]+[^0-9]*$' | awk '{sum += $1} END {print sum + 0}'; }

# The oldest Node that package.json allows, and the newest one that is tested.
OLDEST_NODE=$(sed -nE 's/^ +"node": ">=(.*)"$/\1/p' package.json)
NEWEST_NODE=26

# on_node VERSION COMMAND... : runs a command on another version of Node, which npm's package `node` contains
on_node() {
  local version=$1 bin; shift
  bin=$(npm exec --yes --package="node@$version" -- node -p 'require("path").dirname(process.execPath)') || return
  PATH=$bin:$PATH "$@"
}

# Counters
script_steps() { sum '[0-9]+ steps passed' "$1"; }
jest_tests() { sum '^Tests:.* [0-9]+ passed' "$1"; }
browser_tests() { sum '^ +[0-9]+ passed \(' "$1"; }
newman_assertions() { sum '│ +assertions │ +[0-9]+' "$1"; }

# Browser tests of the main paths and of what depends on the gateway or the scheme.
PORTABLE_BROWSER_TESTS='api buyer cookies browser/pages renewal seller'

# Tests of a running shop: NAME BASE_URL
browser() { step --count browser_tests "$1" npm run test:browser "$2"; }
# All of them run on the shop of `npm start`, and everywhere with CI_BROWSER_TESTS=all.
all_browser_tests() { [ "${CI_BROWSER_TESTS:-}" = all ]; }
portable_browser() {
  if all_browser_tests; then browser "$@"; return; fi
  # Unquoted, because it is a list.
  step --count browser_tests "$1" npm run test:browser "$2" -- --project=storefront $PORTABLE_BROWSER_TESTS
}
postman() { step --count newman_assertions "$1" npm run test:postman "$2"; }
