#!/usr/bin/env bash
# Starts the stack of COMPOSE_FILE with the secrets of .env, and prints its URLs.
set -euo pipefail
cd "$(dirname "$0")/../.."
# An empty variable would override the secrets in .env.
for name in JWT_PRIVATE_KEY JWT_PUBLIC_KEYS MINIO_SECRET_KEY; do [ -n "${!name:-}" ] || unset "$name"; done
tools/check-ports.sh
docker compose up --build --detach --wait
tools/urls.sh
