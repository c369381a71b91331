#!/usr/bin/env bash
# Tests the shop in containers, on HTTP and then on HTTPS. Needs npm ci, Docker, just, jq, mkcert, Chromium, and the three host
# names in the hosts file. Set CI_WITHOUT_REGISTRY where images cannot be pulled, to skip the tests whose image is missing.
source "$(dirname "$0")/lib.sh"
REVISION=$(git rev-parse --short HEAD)
export REVISION
base=http://localhost:${PORT:-8080}
started=

stop_stack() { docker compose --profile '*' down --volumes; }

cleanup() {
  [ -n "$started" ] || return
  docker compose --profile '*' logs --no-color >"$LOGS/containers.log" 2>&1
  stop_stack >/dev/null 2>&1
}

# The stack is deleted with its data at the end.
no_stack_exists() {
  local project containers volumes
  project=$(docker compose config --format json | jq -r .name) || return
  containers=$(docker compose --profile '*' ps --all --quiet) || return
  volumes=$(docker volume ls --quiet --filter "label=com.docker.compose.project=$project") || return
  [ -z "$containers$volumes" ] ||
    { echo "There is a stack $project with data that this would delete. Run just reset to delete it."; return 1; }
}

lacks_image() { ! docker image inspect "$(docker compose --profile '*' config --format json | jq -r ".services.$1.image")" >/dev/null 2>&1; }

# Docker passes these proxies to all containers. Nothing listens on their port.
up_with_proxies() {
  local folder=$LOGS/docker
  mkdir -p "$folder" && cp -a "${DOCKER_CONFIG:-$HOME/.docker}/." "$folder" 2>/dev/null
  { cat "$folder/config.json" 2>/dev/null || echo '{}'; } |
    jq '.proxies.default = {httpProxy: "http://127.0.0.1:9", httpsProxy: "http://127.0.0.1:9", allProxy: "http://127.0.0.1:9"}' >"$folder/new"
  mv "$folder/new" "$folder/config.json"
  DOCKER_CONFIG=$folder docker compose up --detach --wait &&
    docker compose exec -T orders env | grep -x 'HTTP_PROXY=http://127.0.0.1:9' >/dev/null
}

step 'Compose tools' require docker just jq mkcert || exit
step 'no existing stack' no_stack_exists || exit
step 'doctor' just doctor
step 'docker compose build' docker compose build || exit
started=yes
step 'docker compose up' up_with_proxies || exit
step --count script_steps 'smoke, in containers' tests/smoke.sh "$base"
step --count script_steps 'trace, in containers' tests/trace.sh "$base" compose
# The same containers get the tests on HTTPS below.
if all_browser_tests; then browser 'browser, in containers' "$base"; fi
if [ -n "${CI_WITHOUT_REGISTRY:-}" ] && lacks_image prometheus; then
  skip 'Compose: observability' 'the image of Prometheus is missing'
else
  step --count script_steps 'Compose: observability' tests/compose/observability.sh
fi
for name in environment hardening images unavailable scale data tls; do
  step --count script_steps "Compose: $name" tests/compose/$name.sh
done
# The last check has switched the stack to HTTPS and kept its data.
NODE_EXTRA_CA_CERTS=$(mkcert -CAROOT)/rootCA.pem
export NODE_EXTRA_CA_CERTS
step --count script_steps 'slow network, on HTTPS' node tests/slow-network.mjs https://ecommerce.local
portable_browser 'browser, on HTTPS' https://ecommerce.local
step --count script_steps 'seed, on HTTPS' node tests/seed.mjs https://ecommerce.local
postman 'Postman, on HTTPS' https://ecommerce.local
if step 'compose down' stop_stack; then started=; fi
