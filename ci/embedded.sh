#!/usr/bin/env bash
# Tests the shop of `npm start`, in two rounds, and adds to its data. Needs npm ci, Node.js, Go, jq, Python and Chromium.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
stack=

cleanup() { if [ -n "$stack" ]; then kill -INT "$stack" 2>/dev/null && wait "$stack"; fi; }

answers() { curl -fs -o /dev/null "$base/api/products"; }

start_shop() {
  if answers; then echo "Another shop runs at $base. Stop it first."; return 1; fi
  npm start >"$LOGS/npm-start.log" 2>&1 </dev/null &
  stack=$!
  for _ in $(seq 1200); do
    answers && return
    kill -0 "$stack" 2>/dev/null || { stack=; break; }
    sleep .5
  done
  cat "$LOGS/npm-start.log"
  return 1
}

stop_shop() {
  kill -INT "$stack" && wait "$stack"
  local code=$?
  stack=
  [ $code -eq 0 ] && ! answers
}

# Builds Traefik, which npm start then finds.
step --count script_steps 'gateway' node tests/gateway.mjs
for round in first second; do
  if step "npm start, $round time" start_shop; then
    step --count script_steps "smoke, $round time" tests/smoke.sh "$base"
    step --count script_steps "trace, $round time" tests/trace.sh "$base"
    if [ $round = first ]; then step --count script_steps 'slow network' node tests/slow-network.mjs "$base"; fi
    # Runs in the second round, so that the shop has been used and restarted.
    if [ $round = second ]; then
      browser 'browser' "$base"
      step --count script_steps 'seed' node tests/seed.mjs "$base"
      postman 'Postman' "$base"
      # Runs last, because it leaves random data behind.
      step --count script_steps 'fuzz' tests/fuzz.sh "$base"
    fi
  fi
  if [ -n "$stack" ]; then step "Ctrl-C, $round time" stop_shop; fi
done
