#!/usr/bin/env bash
# Prints the addresses of the shop in Kubernetes, and the line that /etc/hosts needs for them.
source "$(dirname "$0")/lib.sh"
address=${K8S_ADDRESS:-}
[ -n "$address" ] || { command -v minikube >/dev/null && address=$(minikube --profile "$CONTEXT" ip 2>/dev/null); } || address=127.0.0.1
value() { kn get secret "$1" --output json | jq -r ".data.$2 | @base64d"; }
cat <<EOS

  shop           https://ecommerce.local
  API            https://ecommerce.local/api/products
  MinIO console  https://minio.local (user $(value minio-secret MINIO_ACCESS_KEY); its password: just k8s-secret minio-secret MINIO_SECRET_KEY)
  MinIO API      https://minio-api.local

  in /etc/hosts  $address ecommerce.local minio.local minio-api.local
  (Minikube in Docker on macOS or Windows: 127.0.0.1, and \`minikube tunnel\` in another terminal)

EOS
