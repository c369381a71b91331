#!/usr/bin/env bash
# Checks the shop that runs in Kubernetes after `just k8s`: users, file systems, secrets, ingress. Needs mkcert for the certificate.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh
source tests/compose/gateway.sh
trap 'rm -rf "$work"' EXIT
CA=$(mkcert -CAROOT)/rootCA.pem

check 'what runs is what the overlay says' just k8s-diff
check_equal 'no pod violates the level restricted' '' "$(kn label --dry-run=server --overwrite namespace $NAMESPACE pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=baseline 2>&1 | grep -i 'warning: existing' || true)"
pods=$(kn get pods --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) | .metadata.name')
for pod in $pods; do
  user=$(kn exec "$pod" -- id -u)
  [ "$user" -gt 0 ] || fail "$pod does not run as root" "user $user"
  check_fails "$pod runs as $user and can not write to its root" 'Read-only file system' kn exec "$pod" -- touch /here
done
for service in auth products cart orders payments client; do
  check_equal "two pods of $service are ready" 2 "$(kn get deployment $service --output jsonpath='{.status.readyReplicas}')"
done

clients=$(kn get --raw "/api/v1/namespaces/$NAMESPACE/pods/nats-0:8222/proxy/streaming/clientsz" | jq -r '.clients[]')
for pod in $(grep -E '^(products|cart|orders|payments)-[0-9a-f]+-' <<<"$pods"); do
  grep -qF "$pod" <<<"$clients" || fail "NATS knows $pod by its name" "$clients"
done
passed 'NATS knows each client by the name of its pod'

redirects
for url in $shop $api/minio/health/live $console; do check_equal "$url is vouched for by mkcert" 200 "$(code "$url")"; done
value() { kn get secret minio-secret --output json | jq -r ".data.$1 | @base64d"; }
password=$(value MINIO_SECRET_KEY)
hosts_are_separate "$(value MINIO_ACCESS_KEY)" "$password"
check_equal 'its password is not that of development' random "$(if [ "$password" = development-only ]; then echo public; else echo random; fi)"

https -o /dev/null -c "$work/seller" -H 'Content-Type: application/json' -d "{\"email\":\"k8s-$(date +%s)@example.com\",\"password\":\"correct horse\"}" $shop/api/users/signup
jpeg() { { printf '\xff\xd8\xff\xe0'; head -c "$1" /dev/zero; } >"$work/image.jpg"; }
upload() { https -b "$work/seller" -F title=Large -F price=1 -F quantity=1 -F "image=@$work/image.jpg;type=image/jpeg" $shop/api/products; }
jpeg 11000000
answer=$(upload)
jq -e '.errors[0].code == "image_too_large"' <<<"$answer" >/dev/null || fail 'products, not the ingress, rejects an image that is too large' "$answer"
passed "products rejects an image that is too large: $(jq -r '.errors[0].message' <<<"$answer")"

sums() { kn get secret jwt-secret minio-secret stripe-secret --output json | jq -c '[.items[].data]' | sha256sum; }
before=$(sums)
certificate=$(kn get secret ecommerce-local-tls --output jsonpath='{.metadata.resourceVersion}')
check 'just k8s once more' just k8s
check_equal 'keeps every secret' "$before" "$(sums)"
check_equal 'and every certificate' "$certificate" "$(kn get secret ecommerce-local-tls --output jsonpath='{.metadata.resourceVersion}')"
check_equal 'and every pod' "$(sort <<<"$pods")" "$(kn get pods --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) | .metadata.name' | sort)"
secrets=$(kn get secret jwt-secret minio-secret --output json | jq -r '.items[].data | to_entries[] | select(.key != "MINIO_ACCESS_KEY") | .value | @base64d')
logs=$(for pod in $pods; do kn logs "$pod" --tail 2000; done)
check_equal 'no secret is in a log' '' "$(grep -cF "$secrets" <<<"$logs" | grep -vx 0 || true)"
check 'just k8s-status lists every part' bash -c "just k8s-status | grep -q statefulset.apps/nats"
check_equal 'just k8s-secret prints one value' "$password" "$(just k8s-secret minio-secret MINIO_SECRET_KEY)"
finish
