#!/usr/bin/env bash
# Checks the stack on HTTPS. Needs just, mkcert and the three host names in the hosts file.
source "$(dirname "$0")/lib.sh"
export COMPOSE_FILE=docker-compose.yml:docker-compose.tls.yml
source tests/compose/gateway.sh
trap 'rm -rf "$work"' EXIT
environment() { docker compose config --format json | jq -r ".services[\"$1\"].environment[\"$2\"]"; }

stash=$(mktemp -d "$work/certs.XXXX")
find certs -name '*.pem' -exec mv -t "$stash" {} +
check_fails 'just tls without certificates says to run just certs' 'just certs' just tls
find "$stash" -name '*.pem' -exec mv -t certs {} +
check 'just certs creates missing certificates' just certs
sums() { sha256sum certs/*.pem; }
made=$(sums)
check 'just certs can run again' just certs
check_equal 'it keeps valid certificates' "$made" "$(sums)"
check 'just hosts finds the host names' just hosts
CA=$(mkcert -CAROOT)/rootCA.pem
export CA

check_fails 'services on HTTPS reject the development keys' 'JWT_PUBLIC_KEYS.*session-keys.sh' \
  docker run --rm --network none -e COOKIE_SECURE=true -e MONGO_URL=mongodb://none/auth \
  -e NATS_URL=nats://none:4222 -e JWT_PRIVATE_KEY=development-only -e JWT_PUBLIC_KEYS=development-only "$(docker compose config --format json | jq -r .services.auth.image 2>/dev/null || echo ecommerce/auth:${VERSION:-$(jq -r .version package.json)})"
# Values that count as unset, though Compose takes the comment for one.
[ -e .env ] || printf 'JWT_PRIVATE_KEY=\r\nMINIO_SECRET_KEY= # none yet\n' >.env
check 'just tls starts the stack' just tls
for service in auth minio; do
  check_equal "$service has no development secret" '' "$(docker inspect --format '{{.Config.Env}}' "$(container $service)" | grep -o development-only || true)"
done
output=$(just tls) || fail 'just tls prints every URL and the login' "$output"
for url in $shop $console $api "user $(environment minio MINIO_ROOT_USER), password $(environment minio MINIO_ROOT_PASSWORD)"; do
  grep -qF "$url" <<<"$output" || fail "just tls prints $url" "$output"
done
passed 'just tls prints every URL and the login'
check 'the smoke test passes with mkcert as the only trusted CA' smoke $shop

redirects
cookie=$(https -D - -o /dev/null -H 'Content-Type: application/json' -d "{\"email\":\"tls-$(date +%s)@example.com\",\"password\":\"correct horse\"}" $shop/api/users/signup | tr -d '\r' | grep -i '^set-cookie: __Host-session=')
for attribute in path=/ secure httponly samesite=lax; do grep -qi "; *$attribute" <<<"$cookie" || fail "the session cookie has $attribute" "$cookie"; done
passed 'the session cookie is Secure, HttpOnly and SameSite=Lax'
check_equal 'local host names get no HSTS header' '' "$(https -D - -o /dev/null $shop/api/products | grep -i strict-transport || true)"
check_equal "MinIO's console answers on its own host" 200 "$(code $console/login)"
grep -q 'MinIO Console' <<<"$(https $console/login)" || fail 'the login page is that of the console'
passed 'the login page is that of the console'
check_equal "MinIO's API host serves MinIO on every path" MinIO "$(https -D - -o /dev/null $api/api/products | tr -d '\r' | awk 'tolower($1) == "server:" {print $2}')"
hosts_are_separate "$(environment minio MINIO_ROOT_USER)" "$(environment minio MINIO_ROOT_PASSWORD)"
check_equal "the console's WebSocket works through the gateway" 101 "$(https --http1.1 --max-time 3 -o /dev/null -w '%{http_code}' -b "$work/jar" -H 'Connection: Upgrade' \
  -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' -H "Origin: $console" $console/ws/objectManager 2>/dev/null || true)"
handshake() { openssl s_client -connect 127.0.0.1:443 -servername "$1" "${@:2}" </dev/null 2>&1; }
check_fails 'the gateway rejects TLS 1.1' 'alert|unsupported|no protocols' handshake ecommerce.local -tls1_1 -cipher 'ALL:@SECLEVEL=0'
check 'the gateway accepts TLS 1.2' handshake ecommerce.local -tls1_2
check_fails 'the gateway rejects TLS 1.2 without authenticated encryption' 'alert|handshake failure' handshake ecommerce.local -tls1_2 -cipher 'ECDHE-ECDSA-AES128-SHA:ECDHE-RSA-AES128-SHA'
check_fails 'the gateway rejects an unknown host name' 'alert|unrecognized' handshake elsewhere.local
check_equal 'MinIO publishes no port of its own' '' "$(docker compose config --format json | jq -r '.services.minio.ports // [] | .[].published')"
finish
