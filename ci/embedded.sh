#!/usr/bin/env bash
# Tests the shop of `npm start`, in two rounds, and adds to its data. Needs npm ci, Node.js, Go, jq, Python and Chromium.
source "$(dirname "$0")/lib.sh"
source ci/other-environment.sh
base=http://localhost:${PORT:-8080}
stack=

cleanup() { if [ -n "$stack" ]; then kill -INT "$stack" 2>/dev/null && wait "$stack"; fi; }

answers() { curl -fs -o /dev/null "$base/api/products"; }

# start_shop COMMAND...
start_shop() {
  if answers; then echo "Another shop runs at $base. Stop it first."; return 1; fi
  "$@" >"$LOGS/npm-start.log" 2>&1 </dev/null &
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

build_storefront() { npm run build && npm run build:client; }

# Without the compiler, as `npm ci` leaves it out in such a shell.
start_incomplete() {
  rm -rf node_modules/typescript
  start_shop env NODE_ENV=production npm_config_omit=dev npm_config_production=true npm start
}

# Also builds the storefront on this version.
start_in_other_environment() {
  local home=$LOGS/home
  make_home "$home"
  start_shop in_other_environment "$home" npm start
}

# Builds Traefik, which npm start then finds.
step --count script_steps 'gateway' node tests/gateway.mjs
step "storefront, on Node $OLDEST_NODE" on_node "$OLDEST_NODE" build_storefront
for round in first second; do
  if [ $round = first ]; then start=start_incomplete; else start="on_node $NEWEST_NODE start_in_other_environment"; fi
  # Unquoted, because it is a command with arguments.
  if step "npm start, $round time" $start; then
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
