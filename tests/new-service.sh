#!/usr/bin/env bash
# Makes a service and two events in a clone of this checkout, tests what was made as a contributor would, and throws it away.
source "$(dirname "$0")/compose/lib.sh"
work=$(mktemp -d)
stack=""
finally() {
  if [ -n "$stack" ]; then kill -INT "$stack" 2>/dev/null && wait "$stack"; fi
  rm -rf "$work"
}
trap finally EXIT
checkout=$PWD
git clone --quiet --shared . "$work"
cd "$work"
for command in new/service new/event generate/main; do
  check_fails "tools/$command.mjs asks for the npm packages" 'Run .npm ci.' node "tools/$command.mjs" reviews
done
# Those of single packages too.
(cd "$checkout" && find . -name node_modules -prune -exec cp -a --parents {} "$work" \;)
unchanged() { [ -z "$(git status --porcelain)" ]; }

check_fails 'an invalid name is rejected' 'no name of a service' npm run --silent new:service -- Reviews
check_fails 'the name of a service is rejected' 'cart is taken' npm run --silent new:service -- cart
check_fails 'an event of an unknown service is rejected' 'no service reviews' npm run --silent new:event -- review:approved --from reviews
check 'a rejected command changes nothing' unchanged

# The command runs in a group of its own, as in a terminal, where Ctrl-C reaches each process.
setsid node tools/new/service.mjs reviews >"$work/.git/interrupted.log" 2>&1 &
interrupted=$!
eventually 60 test -d services/reviews || fail 'npm run new:service writes files' "$(cat "$work/.git/interrupted.log")"
kill -INT -- "-$interrupted"
wait "$interrupted" && fail 'npm run new:service ends with an error after Ctrl-C'
check 'Ctrl-C while files are written changes nothing' unchanged
mkdir "$work/.git/bin"
printf '#!/bin/sh\necho >>package-lock.json; exit 1\n' >"$work/.git/bin/npm"
chmod +x "$work/.git/bin/npm"
check_fails 'a failed npm install is reported' 'Nothing was changed' env "PATH=$work/.git/bin:$PATH" node tools/new/service.mjs reviews
check 'a failed npm install changes nothing' unchanged

check 'npm run new:service -- reviews' npm run new:service -- reviews
check 'npm run new:event, from the new service' npm run new:event -- review:approved --from reviews --to cart
check 'npm run new:event, to the new service' npm run new:event -- order:shipped --from orders --to reviews
check 'npm run new:event, of a product, which has several stored fields' npm run new:event -- product:archived --from products
check 'npm run new:event, of an aggregate whose type has its own file' npm run new:event -- order-payment:viewed --from payments
check_fails 'the same event again is rejected' 'order:shipped already exists' npm run --silent new:event -- order:shipped --from orders
# Tests read the tracked files.
git add --all

check 'npm run generate -- --check' npm run generate -- --check
check 'npm run lint' npm run lint
check 'npm run lint:unused' npm run lint:unused
check 'npm run types' npm run types
check 'npm test' npm test services/reviews approved-reviews order-shipped product-archived order-payment-viewed shared/contracts tools/{generate,nats-test,new} tests/{api,docs}

# The shop on ports of its own, without the storefront, which does not know the service.
export CLIENT_URL=http://127.0.0.1:9
while read -r variable port; do export "$variable=$port"; done < <(node --input-type=module -e "
  import { freePort } from './tools/embedded/lib/ports.mjs';
  import { portsOf } from './tools/embedded/lib/settings.mjs';
  for (const { variable } of portsOf(process.env).wanted) console.log(variable, await freePort());")
npm start >"$work/.git/stack.log" 2>&1 </dev/null &
stack=$!
answers() { [ "$(curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT$1")" = "$2" ]; }
is_ready() { answers /api/reviews 401 && answers /api/users/currentuser 200; }
check 'npm start' eventually 300 is_ready
call() { curl -sS --fail-with-body -b "$work/.git/cookies" -c "$work/.git/cookies" -H 'Content-Type: application/json' "http://127.0.0.1:$PORT$@"; }
check 'a user signs up' call /api/users/signup --data '{"email":"ada@example.com","password":"correct horse battery"}'
check 'the gateway routes a request to the new service' call /api/reviews --data '{"title":"A fine teapot"}'
check_equal 'the new service stores it' 'A fine teapot' "$(call /api/reviews | jq -r '.[].title')"
finish
