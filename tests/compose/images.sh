#!/usr/bin/env bash
# What is in our images, and how little is built anew.
source "$(dirname "$0")/lib.sh"
base=${NODE_IMAGE:-node:24-bookworm-slim}
limit=$((120 * 1000 * 1000))

size() { docker image inspect -f '{{.Size}}' "$1"; }
image() { docker compose config --format json | jq -r ".services[\"$1\"].image"; }
inside() { docker run --rm --network none --entrypoint sh "$(image "$1")" -c "$2"; }
label() { docker image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$2\"}}" "$(image "$1")"; }

for service in "${services[@]}" client stripe-emulator; do
  added=$(($(size "$(image "$service")") - $(size "$base")))
  [ "$added" -le $limit ] || fail "$service adds at most 120 MB to its base" "$added bytes"
  passed "$service adds $((added / 1000000)) MB to its base, at most 120"
  same "$service: no source map, no TypeScript, no test of ours" '' "$(inside "$service" \
    "find /app -name '*.map' -o -name '*.ts' -o -name '*.tsbuildinfo'; find /app/services /app/shared /app/tools /app/client -name '*test*' 2>/dev/null; true")"
  same "$service: no dev dependency" '' "$(inside "$service" 'cd /app/node_modules && ls -d typescript jest @biomejs supertest @swc/core @swc/jest tailwindcss 2>/dev/null; true')"
  same "$service: runs as node" node "$(docker image inspect -f '{{.Config.User}}' "$(image "$service")")"
  same "$service: labelled with its version" "${VERSION:-0.1.0}" "$(label "$service" version)"
  same "$service: labelled with its revision" "${REVISION:-unknown}" "$(label "$service" revision)"
done

same 'client: none of the packages of the services' '' "$(inside client \
  'cd /app/node_modules && ls -d express mongoose node-nats-streaming 2>/dev/null; true')"

secrets=$(docker image inspect -f '{{json .Config.Env}}' $(for s in "${services[@]}"; do image "$s"; done) | grep -iE 'key|secret|password' || true)
same 'no secret in an image' '' "$secrets"

# A changed line, in a copy of what is built from.
work=$(mktemp -d)
export IMAGE_PREFIX=ecommerce-changed
trap 'rm -rf "$work"; docker image rm "$IMAGE_PREFIX/orders:${VERSION:-0.1.0}" >/dev/null 2>&1' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work"
# Never the same twice, or an earlier run would have built it already.
echo "export const changed = '$(date +%s%N)';" >>"$work/services/orders/src/present.ts"
log=$(cd "$work" && docker compose --progress plain build orders 2>&1) ||
  fail 'a changed line builds' "$log"
# Every step of a build has a number; those that were done before say CACHED under it.
cached() { local number; number=$(grep -E "^#[0-9]+ \[.*$1" <<<"$log" | head -n 1 | cut -d' ' -f1); grep -qx "$number CACHED" <<<"$log"; }
check 'a changed line in a service does not install packages again' cached 'RUN --mount=type=cache,target=/root/.npm npm ci'
check 'nor compile shared again' cached 'RUN npx tsc -b shared$'
cached 'RUN npx tsc -b services/orders' && fail 'the service itself is compiled again' "$log"
passed 'the service itself is compiled again'
finish
