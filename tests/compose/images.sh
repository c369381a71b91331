#!/usr/bin/env bash
# Checks the contents of our images, and that a changed line rebuilds little.
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
  check_equal "$service: no source map, no TypeScript, no test of ours" '' "$(inside "$service" \
    "find /app -name '*.map' -o -name '*.ts' -o -name '*.tsbuildinfo'; find /app/services /app/shared /app/tools /app/client -name '*test*' 2>/dev/null; true")"
  check_equal "$service: no dev dependency" '' "$(inside "$service" 'cd /app/node_modules && ls -d typescript jest @biomejs supertest @swc/core @swc/jest tailwindcss 2>/dev/null; true')"
  check_equal "$service: runs as node" node "$(docker image inspect -f '{{.Config.User}}' "$(image "$service")")"
  check_equal "$service: labelled with its version" "${VERSION:-0.1.0}" "$(label "$service" version)"
  check_equal "$service: labelled with its revision" "${REVISION:-unknown}" "$(label "$service" revision)"
done

check_equal 'client: none of the packages of the services' '' "$(inside client \
  'cd /app/node_modules && ls -d express mongoose node-nats-streaming 2>/dev/null; true')"

secrets=$(docker image inspect -f '{{json .Config.Env}}' $(for s in "${services[@]}"; do image "$s"; done) | grep -iE 'key|secret|password' || true)
check_equal 'no secret in an image' '' "$secrets"

# Changes a line in a copy of the build context.
work=$(mktemp -d)
export IMAGE_PREFIX=ecommerce-changed
trap 'rm -rf "$work"; docker image rm "$IMAGE_PREFIX/orders:${VERSION:-0.1.0}" >/dev/null 2>&1' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work"
# Different each time, so that an earlier run has not built it already.
echo "export const changed = '$(date +%s%N)';" >>"$work/services/orders/src/present.ts"
log=$(cd "$work" && docker compose --progress plain build orders 2>&1) ||
  fail 'a changed line builds' "$log"
# Every step of a build has a number; a cached one has a second line `#NUMBER CACHED`.
cached() { local number; number=$(grep -E "^#[0-9]+ \[.*$1" <<<"$log" | head -n 1 | cut -d' ' -f1); grep -qx "$number CACHED" <<<"$log"; }
check 'a changed line in a service does not install packages again' cached 'RUN --mount=type=cache,target=/root/.npm npm ci'
check 'and does not compile the shared packages again' cached 'RUN npx tsc -b shared/service-kit$'
cached 'RUN npx tsc -b services/orders' && fail 'the service itself is compiled again' "$log"
passed 'the service itself is compiled again'
finish
