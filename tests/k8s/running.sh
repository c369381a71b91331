#!/usr/bin/env bash
# Checks the running shop in Kubernetes after `just k8s`: users, file systems, secrets, ingress. Needs mkcert for the certificate.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh
source tests/compose/gateway.sh
trap 'rm -rf "$work"' EXIT
CA=$(mkcert -CAROOT)/rootCA.pem

check 'the cluster matches the overlay' just k8s-diff
check_equal 'no pod violates the Pod Security Standard "restricted"' '' "$(kn label --dry-run=server --overwrite namespace $NAMESPACE pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=baseline 2>&1 | grep -i 'warning: existing' || true)"
pods=$(kn get pods --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) | .metadata.name')
for pod in $pods; do
  user=$(kn exec "$pod" -- id -u)
  [ "$user" -gt 0 ] || fail "$pod does not run as root" "user $user"
  check_fails "$pod runs as $user and cannot write to its root file system" 'Read-only file system' kn exec "$pod" -- touch /here
done
for service in "${services[@]}" client; do
  check_equal "two pods of $service are ready" 2 "$(kn get deployment $service --output jsonpath='{.status.readyReplicas}')"
done

clients=$(kn get --raw "/api/v1/namespaces/$NAMESPACE/pods/nats-0:8222/proxy/streaming/clientsz" | jq -r '.clients[]')
consumers=$(node tools/services/print-names.mjs --with-events | paste -sd '|')
for pod in $(grep -E "^($consumers)-[0-9a-f]+-" <<<"$pods"); do
  grep -qF "$pod" <<<"$clients" || fail "the NATS client id contains the pod name $pod" "$clients"
done
passed 'every NATS client id contains the name of its pod'

redirects
for url in $shop $api/minio/health/live $console; do check_equal "$url has a certificate of mkcert" 200 "$(code "$url")"; done
value() { kn get secret minio-secret --output json | jq -r ".data.$1 | @base64d"; }
password=$(value MINIO_SECRET_KEY)
hosts_are_separate "$(value MINIO_ACCESS_KEY)" "$password"
check_equal "MinIO's password is not the development password" random "$(if [ "$password" = development-only ]; then echo public; else echo random; fi)"

https -o /dev/null -c "$work/seller" -H 'Content-Type: application/json' -d "{\"email\":\"k8s-$(date +%s)@example.com\",\"password\":\"correct horse\"}" $shop/api/users/signup
jpeg() { { printf '\xff\xd8\xff\xe0'; head -c "$1" /dev/zero; } >"$work/image.jpg"; }
upload() { https -b "$work/seller" -F title=Large -F price=1 -F quantity=1 -F "image=@$work/image.jpg;type=image/jpeg" $shop/api/products; }
jpeg 11000000
response=$(upload)
jq -e '.errors[0].code == "image_too_large"' <<<"$response" >/dev/null || fail 'products, not the ingress, rejects an image that is too large' "$response"
passed "products rejects an image that is too large: $(jq -r '.errors[0].message' <<<"$response")"

sums() { kn get secret jwt-secret minio-secret mail-secret stripe-secret --output json | jq -c '[.items[].data]' | sha256sum; }
before=$(sums)
certificate=$(kn get secret ecommerce-local-tls --output jsonpath='{.metadata.resourceVersion}')
check 'just k8s can run again' just k8s
check_equal 'it keeps every secret' "$before" "$(sums)"
check_equal 'it keeps every certificate' "$certificate" "$(kn get secret ecommerce-local-tls --output jsonpath='{.metadata.resourceVersion}')"
check_equal 'it keeps every pod' "$(sort <<<"$pods")" "$(kn get pods --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) | .metadata.name' | sort)"
secrets=$(kn get secret jwt-secret minio-secret --output json | jq -r '.items[].data | to_entries[] | select(.key != "MINIO_ACCESS_KEY") | .value | @base64d')
logs=$(for pod in $pods; do kn logs "$pod" --tail 2000; done)
check_equal 'no log contains a secret' '' "$(grep -cF "$secrets" <<<"$logs" | grep -vx 0 || true)"
check 'just k8s-status lists the workloads' bash -c "just k8s-status | grep -q statefulset.apps/nats"
check_equal 'just k8s-secret prints one value' "$password" "$(just k8s-secret minio-secret MINIO_SECRET_KEY)"
finish
