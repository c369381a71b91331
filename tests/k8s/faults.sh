#!/usr/bin/env bash
# Injects faults in Kubernetes, one after another, under ten requests per second, then verifies every order.
# Needs the running shop of `just k8s`, and mkcert for the certificate.
source "$(dirname "$0")/../../tools/k8s/lib.sh"
shop=https://ecommerce.local
mapfile -t services < <(node tools/services/print-names.mjs)
work=$(mktemp -d)
traffic=
trap '[ -n "$traffic" ] && kill "$traffic" 2>/dev/null; rm -rf "$work"' EXIT
NODE_EXTRA_CA_CERTS=$(mkcert -CAROOT)/rootCA.pem
export NODE_EXTRA_CA_CERTS
begin=$SECONDS
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
log() { printf '%4d s  %s\n' $((SECONDS - begin)) "$1"; }
rolled() { kn rollout status "$1" --timeout=300s >/dev/null; }

pods() { kn get pods --selector "io.kompose.service=$1" --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) | .metadata.name'; }
is_ready() {
  local pod
  for pod in $(pods "$1"); do kc get --raw "/api/v1/namespaces/$NAMESPACE/pods/$pod:3000/proxy/readyz" >/dev/null 2>&1 || return; done
}

# all_ready SERVICE : waits until all pods answer /readyz with 200
all_ready() {
  for _ in $(seq 300); do is_ready "$1" && return; sleep 1; done
  die "$1 is not ready 300 s after its database"
}

npx tsc -b shared/api-client
node tests/k8s/traffic.mjs $shop >"$work/history.json" 2>"$work/log" &
traffic=$!
sleep 5
for service in "${services[@]}" client; do
  kn rollout restart "deployment/$service" >/dev/null
  rolled "deployment/$service"
  log "restarted all pods of $service"
done

kn delete pod nats-0 >/dev/null
rolled statefulset/nats
log 'deleted the pod of NATS'

outages=()
for service in "${services[@]}"; do
  from=$(now)
  kn delete pod "$service-mongo-0" >/dev/null
  rolled "statefulset/$service-mongo"
  all_ready "$service"
  outages+=("{\"service\":\"$service\",\"from\":\"$from\",\"to\":\"$(now)\"}")
  log "deleted the pod of $service's database"
done

kn delete pod --selector io.kompose.service=products --wait=false >/dev/null
sleep 3
rolled deployment/products
log 'deleted all pods of products at once'
sleep 20

kill -TERM $traffic
wait $traffic || { cat "$work/log" >&2; die 'traffic.mjs failed'; }
traffic=
(IFS=,; echo "[${outages[*]}]") >"$work/outages.json"
node tests/k8s/verify-history.mjs $shop "$work/history.json" "$work/outages.json" kubectl --context "$CONTEXT" --namespace "$NAMESPACE"
