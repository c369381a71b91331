#!/usr/bin/env bash
# Checks that stored data survives `docker compose down` and `up`, and that Docker restarts every container after a crash.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
jar=$(mktemp)
trap 'rm -f "$jar" "$jar.png"' EXIT
account="{\"email\":\"keeper-$(date +%s)@example.com\",\"password\":\"correct horse battery\"}"
api() { curl -fsS --max-time 20 -b "$jar" -c "$jar" -X "$@"; }
json=(-H 'Content-Type: application/json' --data)

api POST "$base/api/users/signup" "${json[@]}" "$account" >/dev/null
base64 -d >"$jar.png" <<<'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
product=$(api POST "$base/api/products" -F title=kept -F price=5 -F quantity=5 -F "image=@$jar.png")
curl -fsS "$(jq -r .imageUrl <<<"$product")" >"$jar.png"
order=$(api POST "$base/api/orders" "${json[@]}" "{\"items\":[{\"productId\":\"$(jq -r .id <<<"$product")\",\"quantity\":1}]}")
api POST "$base/api/payments" "${json[@]}" "{\"token\":\"tok_visa\",\"orderId\":\"$(jq -r .id <<<"$order")\"}" >/dev/null
api POST "$base/api/cart/items" "${json[@]}" "{\"productId\":\"$(jq -r .id <<<"$product")\",\"quantity\":2}" >/dev/null
charges() { curl -fsS "http://localhost:${STRIPE_EMULATOR_PORT:-12111}/_emulator/ledger" | jq '.payment_intents | length'; }
charged=$(charges)

check 'docker compose down succeeds' docker compose down
check_equal 'it leaves no container running' '' "$(docker compose ps --all --quiet)"
check 'docker compose up succeeds' up
check 'the smoke test passes after the restart' smoke "$base"
check 'the user can sign in' api POST "$base/api/users/signin" "${json[@]}" "$account"
check_equal 'the order is complete' Complete "$(api GET "$base/api/orders/$(jq -r .id <<<"$order")" | jq -r .status)"
check_equal 'the stock is 4' 4 "$(api GET "$base/api/products/$(jq -r .id <<<"$product")" | jq .quantity)"
check_equal 'the cart is unchanged' 2 "$(api GET "$base/api/cart" | jq '.items[0].quantity')"
curl -fsS "$(jq -r .imageUrl <<<"$product")" | cmp -s - "$jar.png" || fail 'the image is still stored'
passed 'the image is still stored'
[ "$(charges)" -ge "$charged" ] || fail 'the Stripe emulator kept its charges'
passed 'the Stripe emulator kept its charges'

# Mails are part of it only for MailDev, because auth limits the requests for a mail from one place.
smoke_is_green() {
  if [ "$service" = maildev ]; then smoke "$base"; else MAIL_URL='' smoke "$base"; fi
}
for service in $(docker compose config --services); do
  before=$(docker inspect -f '{{.RestartCount}}' "$(container "$service")")
  kill -KILL "$(docker inspect -f '{{.State.Pid}}' "$(container "$service")")"
  begin=$SECONDS
  eventually 120 smoke_is_green || fail "the shop recovers from a crash of $service" "$(smoke_is_green | tail -n 5)"
  [ "$(docker inspect -f '{{.RestartCount}}' "$(container "$service")")" -gt "$before" ] || fail "Docker restarts $service"
  passed "the shop recovers from a crash of $service (after $((SECONDS - begin)) s)"
done
finish
