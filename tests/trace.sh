#!/usr/bin/env bash
# Places and pays an order in a running shop and checks the output of tools/trace, from the gateway to the purged cart.
#   tests/trace.sh [BASE_URL [FROM]]     FROM as in `just trace ORDER_ID --from FROM`
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/no-proxy.sh
base=${1:-http://localhost:8080} from=${2:-}
trust=()
[[ $base == https:* ]] && trust=(--insecure)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
email="trace-$RANDOM-$RANDOM@example.com"

fail() { printf 'FAIL  %s\n' "$*"; exit 1; }
# call METHOD PATH BODY : prints the response body
call() {
  curl -fsS -m 30 "${trust[@]}" -b "$work/cookies" -c "$work/cookies" -X "$1" -H 'Content-Type: application/json' -d "$3" "$base$2"
}
id() { sed -E 's/.*"id":"([0-9a-f]{24})".*/\1/'; }

call POST /api/users/signup "{\"email\":\"$email\",\"password\":\"a good password\"}" >/dev/null
product=$(call POST /api/products '{"title":"A traced teapot","price":9.99,"quantity":3}' | grep -oE '"id":"[0-9a-f]{24}"' | head -n 1 | id)
call POST /api/cart/items "{\"productId\":\"$product\",\"quantity\":1}" >/dev/null
order=$(call POST /api/orders '{}' | grep -oE '"id":"[0-9a-f]{24}"' | head -n 1 | id)
call POST /api/payments "{\"orderId\":\"$order\",\"token\":\"tok_visa\"}" >/dev/null

expected=(
  'orders +POST /api/orders: 201'
  'cart +GET /api/cart: 200'
  'orders +wrote order:created'
  'payments +POST /api/payments: 201'
  'payments +asked Stripe for a charge: outcome succeeded'
  'payments +wrote payment:created'
  'cart +handled payment:created: purged the cart of 1 of 1 lines'
)
# In Kubernetes, the ingress controller logs in its own format.
[ "$from" = kubernetes ] || expected=('gateway +POST /api/orders: 201' "${expected[@]}")
# Steps without a fixed position.
also=('payments +handled order:created' 'orders +handled payment:created: the order is Complete' 'products +handled payment:created: stock allocated')

is_traced() {
  node tools/trace/main.mjs "$order" ${from:+--from "$from"} >"$work/trace" 2>&1 || return
  local step line=0 next
  for step in "${also[@]}" "${expected[@]}"; do grep -qE "$step" "$work/trace" || return; done
  for step in "${expected[@]}"; do
    next=$(grep -nE "$step" "$work/trace" | head -n 1 | cut -d: -f1)
    [ "$next" -gt "$line" ] || return
    line=$next
  done
}
end=$((SECONDS + 60))
until is_traced; do
  [ $SECONDS -lt $end ] || fail "the trace of order $order is incomplete: $(cat "$work/trace")"
  sleep 1
done
grep -qE "tok_visa|$email|a good password|session=" "$work/trace" && fail 'the trace contains a secret'
cat "$work/trace"
echo "$((${#expected[@]} + ${#also[@]})) steps passed"
