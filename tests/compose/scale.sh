#!/usr/bin/env bash
# Several containers of a service share its work, and each event is handled once.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}

# metric SERVICE PATTERN : of each container, a line each
metric() {
  local id
  for id in $(docker compose ps --quiet "$1"); do
    docker exec "$id" node -e "fetch('http://127.0.0.1:3000/metrics').then(r => r.text()).then(t => console.log(
      t.split('\n').filter(l => new RegExp(process.argv[1]).test(l)).reduce((sum, l) => sum + Number(l.split(' ').at(-1)), 0)))" "$2"
  done
}
total() { awk '{sum += $1} END {print sum + 0}'; }
least() { sort -n | head -n 1; }

check 'products=3, orders=2' up --scale products=3 --scale orders=2
check_equal 'there are three of products' 3 "$(docker compose ps --quiet products | wc -l)"
paid='^events_handled_total\{subject="payment:created",outcome="applied"\}'
before=$(metric orders "$paid" | total)
check 'the shop works' smoke "$base"
for _ in $(seq 80); do curl -fsS -o /dev/null "$base/api/products"; done
[ "$(metric products '^http_request_duration_seconds_count.*route="/api/products"' | least)" -gt 0 ] ||
  fail 'requests are spread over all three' "$(metric products '^http_request_duration_seconds_count.*route="/api/products"')"
passed 'requests are spread over all three'
# The smoke test makes four payments.
handled() { [ "$(metric orders "$paid" | total)" -eq $((before + 4)) ]; }
eventually 30 handled || fail 'each payment is handled by one of orders' "$(metric orders "$paid")"
sleep 2
check_equal 'and by no other' $((before + 4)) "$(metric orders "$paid" | total)"
check 'back to one each' up
check_equal 'there is one of products' 1 "$(docker compose ps --quiet products | wc -l)"
check 'the shop still works' smoke "$base"
finish
