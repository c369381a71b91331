#!/usr/bin/env bash
# Checks the contents of the images, and that a changed line rebuilds only its own service.
source "$(dirname "$0")/lib.sh"
base=${NODE_IMAGE:-node:24-bookworm-slim}
version=${VERSION:-$(jq -r .version package.json)}
limit=$((120 * 1000 * 1000))

size() { docker image inspect -f '{{.Size}}' "$1"; }
image() { docker compose config --format json | jq -r ".services[\"$1\"].image"; }
inside() { docker run --rm --network none --entrypoint sh "$(image "$1")" -c "$2"; }
label() { docker image inspect -f "{{index .Config.Labels \"org.opencontainers.image.$2\"}}" "$(image "$1")"; }

for service in "${services[@]}" client stripe-emulator; do
  added=$(($(size "$(image "$service")") - $(size "$base")))
  [ "$added" -le $limit ] || fail "$service: adds at most 120 MB to the base image" "$added bytes"
  passed "$service: adds $((added / 1000000)) MB to the base image (limit 120)"
  check_equal "$service: contains no source map, TypeScript or test" '' "$(inside "$service" \
    "find /app -name '*.map' -o -name '*.ts' -o -name '*.tsbuildinfo'; find /app/services /app/shared /app/tools /app/client -name '*test*' 2>/dev/null; true")"
  check_equal "$service: contains no dev dependency" '' "$(inside "$service" 'cd /app/node_modules && ls -d typescript jest @biomejs supertest @swc/core @swc/jest tailwindcss 2>/dev/null; true')"
  check_equal "$service: runs as user node" node "$(docker image inspect -f '{{.Config.User}}' "$(image "$service")")"
  check_equal "$service: has a version label" "$version" "$(label "$service" version)"
  check_equal "$service: has a revision label" "${REVISION:-unknown}" "$(label "$service" revision)"
done

check_equal 'client: contains no package that only services use' '' "$(inside client \
  'cd /app/node_modules && ls -d express mongoose node-nats-streaming 2>/dev/null; true')"

secrets=$(docker image inspect -f '{{json .Config.Env}}' $(for s in "${services[@]}"; do image "$s"; done) | grep -iE 'key|secret|password' || true)
check_equal 'no image has a secret in its environment' '' "$secrets"

# Changes one line in a copy of the build context.
work=$(mktemp -d)
export IMAGE_PREFIX=ecommerce-changed
trap 'rm -rf "$work"; docker image rm "$IMAGE_PREFIX/orders:$version" >/dev/null 2>&1' EXIT
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$work"
# Unique, so an earlier run cannot have cached the build.
echo "export const changed = '$(date +%s%N)';" >>"$work/services/orders/src/present.ts"
log=$(cd "$work" && docker compose --progress plain build orders 2>&1) ||
  fail 'a service with a changed line builds' "$log"
# Each build step has a number; a cached step also has a line `#NUMBER CACHED`.
cached() { local number; number=$(grep -E "^#[0-9]+ \[.*$1" <<<"$log" | head -n 1 | cut -d' ' -f1); grep -qx "$number CACHED" <<<"$log"; }
check 'a changed line in a service reuses the installed packages' cached 'RUN --mount=type=cache,target=/root/.npm npm ci'
check 'it reuses the compiled shared packages' cached 'RUN npx tsc -b shared/service-kit$'
cached 'RUN npx tsc -b services/orders' && fail 'it recompiles the service' "$log"
passed 'it recompiles the service'
finish
