#!/usr/bin/env bash
# Checks that several containers of a service share its work and handle each event once.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}

# metric SERVICE PATTERN : prints the sum of the matching series, one line per container
metric() {
  local id
  for id in $(docker compose ps --quiet "$1"); do
    docker exec "$id" node -e "fetch('http://127.0.0.1:3000/metrics').then(r => r.text()).then(t => console.log(
      t.split('\n').filter(l => new RegExp(process.argv[1]).test(l)).reduce((sum, l) => sum + Number(l.split(' ').at(-1)), 0)))" "$2"
  done
}
total() { awk '{sum += $1} END {print sum + 0}'; }
least() { sort -n | head -n 1; }

check 'the stack scales to products=3 and orders=2' up --scale products=3 --scale orders=2
check_equal 'three instances of products run' 3 "$(docker compose ps --quiet products | wc -l)"
paid='^events_handled_total\{subject="payment:created",outcome="applied"\}'
before=$(metric orders "$paid" | total)
check 'the smoke test passes' smoke "$base"
for _ in $(seq 80); do curl -fsS -o /dev/null "$base/api/products"; done
[ "$(metric products '^http_request_duration_seconds_count.*route="/api/products"' | least)" -gt 0 ] ||
  fail 'the gateway spreads requests over all three' "$(metric products '^http_request_duration_seconds_count.*route="/api/products"')"
passed 'the gateway spreads requests over all three'
# The smoke test makes five payments.
handled() { [ "$(metric orders "$paid" | total)" -eq $((before + 5)) ]; }
eventually 30 handled || fail 'one instance of orders handles each payment' "$(metric orders "$paid")"
sleep 2
check_equal 'no payment is handled twice' $((before + 5)) "$(metric orders "$paid" | total)"
check 'the stack scales back to one instance each' up
check_equal 'one instance of products runs' 1 "$(docker compose ps --quiet products | wc -l)"
check 'the smoke test still passes' smoke "$base"
finish
