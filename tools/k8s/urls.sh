#!/usr/bin/env bash
# Prints the URLs of the shop in Kubernetes, and the line for /etc/hosts.
source "$(dirname "$0")/lib.sh"
address=$(setting K8S_ADDRESS)
[ -n "$address" ] || { command -v minikube >/dev/null && address=$(minikube --profile "$CONTEXT" ip 2>/dev/null); } || address=127.0.0.1
value() { kn get secret "$1" --output json | jq -r ".data.$2 | @base64d"; }
cat <<EOS

  shop           https://ecommerce.local
  API            https://ecommerce.local/api/products
  MinIO console  https://minio.local (user $(value minio-secret MINIO_ACCESS_KEY), password: just k8s-secret minio-secret MINIO_SECRET_KEY)
  MinIO API      https://minio-api.local

  /etc/hosts     $address ecommerce.local minio.local minio-api.local
  (with Minikube in Docker on macOS or Windows, use 127.0.0.1 and run \`minikube tunnel\` in another terminal)

EOS
