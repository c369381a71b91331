#!/usr/bin/env bash
# Tests a running shop with curl. The first wrong response ends the script and is printed with the expected one.
#   tests/smoke.sh [BASE_URL]                    default http://localhost:8080
#   MAIL_URL=http://localhost:1080              where MailDev shows the mails; tries that URL by default for localhost
#   CA=rootCA.pem tests/smoke.sh https://...     verifies certificates; without CA they are not verified
set -euo pipefail
source "$(dirname "$0")/no-proxy.sh"

BASE=${1:-http://localhost:8080}
BASE=${BASE%/}
WAIT_SECONDS=15

for tool in curl jq; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed. Install it and run this again." >&2; exit 1; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trust=(-k)
[ -n "${CA:-}" ] && trust=(--cacert "$CA")
steps=0

# The response to the last request.
status='' body=''

# request WHO METHOD PATH [JSON | curl options...] : sends a request as WHO, a visitor with their own cookie jar
request() {
  local who=$1 method=$2 path=$3; shift 3
  local options=("$@")
  [[ ${1:-} == '{'* ]] && options=(-H 'Content-Type: application/json' --data "$1")
  : >"$work/body"
  status=$(curl -sS "${trust[@]}" --max-time 20 -X "$method" -b "$work/$who" -c "$work/$who" -D "$work/headers" \
    -o "$work/body" -w '%{http_code}' ${options[@]+"${options[@]}"} "$BASE$path" 2>"$work/error") || status="no response ($(cat "$work/error"))"
  body=$(tr -d '\0' <"$work/body")
}

passed() { steps=$((steps + 1)); printf 'ok    %2d  %-58s %s\n' "$steps" "$1" "$2"; }
fail() {
  printf 'FAIL  %2d  %s\n          expected  %s\n          got       %s\n' $((steps + 1)) "$1" "$2" "$3"
  exit 1
}

# expect NAME STATUS [FILTER] : checks the last response; FILTER is a jq condition on its body
expect() {
  local name=$1 wanted=$2 filter=${3:-true}
  [ "$status" = "$wanted" ] && jq -e "$filter" >/dev/null 2>&1 <<<"$body" || fail "$name" "$wanted, $filter" "$status ${body:0:500}"
  passed "$name" "$status"
}

# eventually NAME WHO PATH FILTER : repeats a GET until it answers 200 and FILTER holds; fails after WAIT_SECONDS
eventually() {
  local name=$1 who=$2 path=$3 filter=$4 begin=$SECONDS
  until request "$who" GET "$path" && [ "$status" = 200 ] && jq -e "$filter" >/dev/null 2>&1 <<<"$body"; do
    [ $((SECONDS - begin)) -lt $WAIT_SECONDS ] || fail "$name" "within $WAIT_SECONDS s: $filter" "$status ${body:0:500}"
    sleep 0.2
  done
  passed "$name" "after $((SECONDS - begin)) s"
}

# expect_header NAME PATTERN : checks the headers of the last response
expect_header() {
  grep -iqE "$2" "$work/headers" || fail "$1" "a header that matches $2" "$(tr '\n\r' '  ' <"$work/headers")"
  passed "$1" ''
}

field() { jq -r "$1" <<<"$body"; }
nonce="$(date +%s)-$RANDOM$RANDOM"
sign_up() { request "$1" POST /api/users/signup "{\"email\":\"$1-$nonce@example.com\",\"password\":\"correct horse battery\"}"; }
sell() { request seller POST /api/products "{\"title\":\"$1 $nonce\",\"price\":$2,\"quantity\":$3}"; }
order() { request "$1" POST /api/orders "{\"items\":[{\"productId\":\"$2\",\"quantity\":1}]}"; }
pay() { request "$1" POST /api/payments "{\"orderId\":\"$2\",\"token\":\"$3\"}"; }

echo "Smoke test of $BASE"

# Accounts
sign_up seller
expect 'a seller signs up' 201 '.id and .email'
expect_header 'the session cookie is HttpOnly and SameSite=Lax' '^set-cookie: (__Host-)?session=.*samesite=lax.*httponly'
[[ $BASE == https:* ]] && expect_header 'the session cookie is Secure and of this host only' '^set-cookie: __Host-session=.*; *secure'
request seller GET /api/users/currentuser
expect 'the session returns the user' 200 ".currentUser.email == \"seller-$nonce@example.com\""
sign_up buyer
expect 'a buyer signs up' 201 '.id'
sign_up buyer
expect 'a registered email is rejected' 400 '.errors[0] | .field == "email" and .code == "email_taken"'
request guest POST /api/users/signin "{\"email\":\"buyer-$nonce@example.com\",\"password\":\"a wrong password\"}"
expect 'a wrong password is rejected' 400 '.errors[0].code == "wrong_credentials"'
request guest POST /api/users/signin '{"email":{"$ne":null},"password":{"$ne":null}}'
expect 'a MongoDB operator as email is rejected' 400 '.errors[0].field == "email"'

# Products
sell teapot 19.99 5
expect 'a seller creates a product' 201 '.quantity == 5 and .price == 19.99 and .version == 0'
teapot=$(field .id)
request guest GET "/api/products?search=$nonce"
expect 'the search finds it by its title' 200 "map(.id) == [\"$teapot\"]"
request buyer PUT "/api/products/$teapot" '{"title":"mine now","price":1,"quantity":1}'
expect 'another user cannot change it' 401 '.errors[0].code == "not_owner"'
request guest POST /api/products '{"title":"a ghost","price":1,"quantity":1}'
expect 'a guest cannot sell' 401 '.errors[0].code == "not_signed_in"'

base64 -d >"$work/image.png" <<<'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
request seller POST /api/products -F "title=print $nonce" -F price=7.5 -F quantity=2 -F "image=@$work/image.png"
expect 'a seller creates a product with an image' 201 '.imageUrl | test("/product-images/")'
image=$(field .imageUrl)
curl -sS "${trust[@]}" --max-time 20 -o "$work/fetched.png" "$image" 2>"$work/error" && cmp -s -n 8 "$work/image.png" "$work/fetched.png" ||
  fail 'the public URL serves the image' "a PNG from $image" "$(cat "$work/error") $(head -c 300 "$work/fetched.png" 2>/dev/null | tr -d '\0')"
passed 'the public URL serves the image' "$image"
listing=$(curl -sS "${trust[@]}" --max-time 20 -o /dev/null -w '%{http_code}' "${image%/*}/") || true
[ "$listing" = 403 ] || fail 'MinIO does not list the images' 403 "$listing"
passed 'MinIO does not list the images' 403
request seller POST /api/products -F "title=fake $nonce" -F price=7.5 -F quantity=2 -F "image=@$0;filename=x.png;type=image/png"
expect 'a script named .png is rejected as an image' 400 '.errors[0].field == "image"'

# Other origins. A gateway must pass on the host that was asked for.
ghost='{"title":"a ghost","price":1,"quantity":1}'
from_origin() { request "$1" POST /api/products -H "$2" -H 'Content-Type: application/json' --data "$ghost"; }
for header in 'Sec-Fetch-Site: cross-site' 'Sec-Fetch-Site: same-site' 'Origin: https://evil.example' 'Origin: null'; do
  from_origin seller "$header"
  expect "a page cannot sell with $header" 403 '.errors[0].code == "cross_origin"'
done
from_origin guest "Origin: $BASE"
expect "the shop's own pages can send requests" 401 '.errors[0].code == "not_signed_in"'

# Cart, order, payment
request buyer POST /api/cart/items "{\"productId\":\"$teapot\",\"quantity\":1}"
expect 'the buyer adds a product to the cart' 201 "(.items | length) == 1 and .items[0].quantity == 1 and .items[0].price == 19.99"
request buyer POST /api/orders -H "Idempotency-Key: cart-$nonce"
expect 'the buyer orders the cart' 201 '.status == "Created" and .total == 19.99'
order=$(field .id)
request buyer POST /api/orders -H "Idempotency-Key: cart-$nonce"
expect 'the same Idempotency-Key returns the same order' 201 ".id == \"$order\""
pay buyer "$order" tok_visa
expect 'the buyer pays' 201 ".orderId == \"$order\" and .stripeId"
eventually 'the order becomes complete' buyer "/api/orders/$order" '.status == "Complete"'
eventually 'the stock goes down by one' guest "/api/products/$teapot" '.quantity == 4'
eventually 'the cart becomes empty' buyer /api/cart '.items == []'

# Requests that must fail
pay buyer "$order" tok_visa
expect 'a paid order cannot be paid again' 400 '.errors[0].code == "order_paid"'
request buyer DELETE "/api/orders/$order"
expect 'a complete order cannot be cancelled' 400 '.errors[0].code == "order_complete"'
request seller GET "/api/orders/$order"
expect "another user's order cannot be read" 401 '.errors[0].code == "not_owner"'
order buyer "$teapot"
expect 'the buyer places a second order' 201 '.status == "Created"'
order=$(field .id)
pay seller "$order" tok_visa
expect "another user's order cannot be paid" 401 '.errors[0].code == "not_owner"'
request buyer DELETE "/api/orders/$order"
expect 'the buyer cancels the second order' 200 '.status == "Cancelled"'
pay buyer "$order" tok_visa
expect 'a cancelled order cannot be paid' 400 '.errors[0].code == "order_cancelled"'
order buyer "$teapot"
expect 'the buyer places a third order' 201 '.status == "Created"'
order=$(field .id)
pay buyer "$order" tok_chargeDeclined
expect 'a declined card is rejected' 402 '.errors[0].code == "card_declined"'
eventually 'the order awaits payment' buyer "/api/orders/$order" '.status == "AwaitingPayment"'
pay buyer "$order" tok_visa
expect 'the buyer pays with another card' 201 ".orderId == \"$order\""
eventually 'the third order becomes complete' buyer "/api/orders/$order" '.status == "Complete"'

# The last unit
sell 'last one' 25 1
expect 'a seller creates a product with one unit' 201 '.quantity == 1'
last=$(field .id)
order buyer "$last"
expect 'a first buyer orders it' 201 '.id'
first=$(field .id)
order seller "$last"
expect 'a second buyer orders it' 201 '.id'
second=$(field .id)
pay buyer "$first" tok_visa
expect 'the first buyer pays' 201 '.stripeId'
eventually 'the first order becomes complete' buyer "/api/orders/$first" '.status == "Complete"'
eventually 'the product is sold out' guest "/api/products/$last" '.quantity == 0'
pay seller "$second" tok_visa
expect 'the second buyer pays' 201 '.stripeId'
eventually 'the second order is cancelled and refunded' seller "/api/orders/$second" '.status == "Cancelled"'
# Orders receives the new stock with a separate event.
begin=$SECONDS
until order buyer "$last" && [ "$status" = 400 ]; do
  [ $((SECONDS - begin)) -lt $WAIT_SECONDS ] || break
  sleep 0.2
done
expect 'a sold-out product cannot be ordered' 400 '.errors[0].code == "out_of_stock"'

# A product that its seller removes
sell withdrawn 12 3
expect 'a seller creates another product' 201 '.quantity == 3'
withdrawn=$(field .id)
order buyer "$withdrawn"
expect 'the buyer orders it' 201 '.id'
order=$(field .id)
request buyer POST /api/cart/items "{\"productId\":\"$withdrawn\",\"quantity\":1}"
expect 'the buyer adds it to the cart' 201 '.items[0].removed == false'
request buyer DELETE "/api/products/$withdrawn"
expect 'another user cannot remove it' 401 '.errors[0].code == "not_owner"'
request seller DELETE "/api/products/$withdrawn"
expect 'the seller removes it' 200 ".id == \"$withdrawn\""
request guest GET "/api/products/$withdrawn"
expect 'it no longer exists' 404 '.errors[0].code == "product_not_found"'
eventually 'the cart shows that it is removed' buyer /api/cart '.items[0].removed'
begin=$SECONDS
until order buyer "$withdrawn" && [ "$status" = 400 ]; do
  [ $((SECONDS - begin)) -lt $WAIT_SECONDS ] || break
  sleep 0.2
done
expect 'it cannot be ordered' 400 '.errors[0] | .code == "unknown_product" and (.message | test("no longer available"))'
pay buyer "$order" tok_visa
expect 'the buyer pays the earlier order' 201 '.stripeId'
eventually 'that order is cancelled and refunded' buyer "/api/orders/$order" '.status == "Cancelled"'

# Mails and the end of an account
MAIL_URL=${MAIL_URL-$([[ $BASE != http://localhost:* ]] || echo "http://localhost:${MAIL_PORT:-1080}")}
# mailed PAGE : reads the token of the newest link to a page in the mails to the buyer
mailed() {
  curl -sS --max-time 20 "$MAIL_URL/api/email" 2>"$work/error" | jq -r --arg to "buyer-$nonce@example.com" --arg page "$1#token=" \
    '[.[] | select(.to[0].address == $to) | .text | select(contains($page)) | split($page)[1] | split("\n")[0]] | last // ""'
}
# link NAME PAGE : waits for a mail with a link to a page, and sets token
link() {
  local begin=$SECONDS
  until token=$(mailed "$2") && [ -n "$token" ]; do
    [ $((SECONDS - begin)) -lt $WAIT_SECONDS ] || fail "$1" "a mail with $2 at $MAIL_URL" "none ($(cat "$work/error"))"
    sleep 0.2
  done
  passed "$1" "after $((SECONDS - begin)) s"
}
if [ -n "$MAIL_URL" ]; then
  link 'the buyer got a link for confirming the email address' /verify-email
  request guest POST /api/users/verification/confirm "{\"token\":\"$token\"}"
  expect 'the link confirms it' 200 '. == {}'
  request buyer GET /api/users/account
  expect 'the account shows it' 200 '.emailVerified == true'
  request guest POST /api/users/password-reset "{\"email\":\"nobody-$nonce@example.com\"}"
  expect 'a new password for an unknown email is answered alike' 200 '. == {}'
  request guest POST /api/users/password-reset "{\"email\":\"buyer-$nonce@example.com\"}"
  expect 'the buyer requests a new password' 200 '. == {}'
  link 'the buyer gets a link' /reset-password
  request guest POST /api/users/password-reset/confirm "{\"token\":\"$token\",\"newPassword\":\"another battery staple\"}"
  expect 'the link sets the password' 200 '. == {}'
  request guest POST /api/users/password-reset/confirm "{\"token\":\"$token\",\"newPassword\":\"yet another one\"}"
  expect 'it works once' 400 '.errors[0].code == "invalid_link"'
  request buyer POST /api/users/signin "{\"email\":\"buyer-$nonce@example.com\",\"password\":\"another battery staple\"}"
  expect 'the buyer signs in with the new password' 200 '.id'
else
  echo 'skip      the mails: set MAIL_URL to the URL of MailDev'
fi
sign_up leaver
expect 'someone else signs up' 201 '.id'
request leaver DELETE /api/users/currentuser '{"password":"a wrong password"}'
expect 'an account is not deleted with a wrong password' 400 '.errors[0].code == "wrong_password"'
request leaver DELETE /api/users/currentuser '{"password":"correct horse battery"}'
expect 'it is deleted with the right one' 200 '. == {}'
sign_up leaver
expect 'its email is free again' 201 '.id'

# API reference
request guest GET /api/docs/openapi.json
expect 'the OpenAPI document is served' 200 '.openapi == "3.1.0" and .paths["/api/orders"].post'
request guest GET /api/docs
grep -q 'API reference' <<<"$body" || fail 'the API reference is served' 'its title' "$status ${body:0:200}"
passed 'the API reference is served' "$status"

# Paths without a service
request guest GET /api/nothing
expect 'an unknown path is reported as JSON' 404 '.errors[0].code == "not_found"'
request guest POST /api '{}'
expect 'so is the root of the API' 404 '.errors[0].code == "not_found"'

# Methods that a path does not have
request guest PATCH /api/products "$ghost"
expect 'a product list cannot be patched' 405 '.errors[0].code == "method_not_allowed"'
expect_header 'and the response names its methods' '^allow: GET, HEAD, POST'
for path in /api/products /; do
  request guest TRACE "$path"
  [ "$status" = 405 ] || fail "$path cannot be traced" 405 "$status ${body:0:200}"
done
passed 'nothing can be traced' 405

# Private routes and signing out
for path in /healthz /readyz /metrics; do
  request guest GET "$path"
  [ "$status" = 404 ] || fail "$path is not public" 404 "$status ${body:0:200}"
done
passed 'health checks and metrics are not public' 404
request buyer POST /api/users/signout
expect 'the buyer signs out' 200 '. == {}'
request buyer GET /api/users/currentuser
expect 'the session has ended' 200 '.currentUser == null'
request buyer GET /api/cart
expect 'a guest has no cart on the server' 401 '.errors[0].code == "not_signed_in"'

echo "$steps steps passed"
