#!/usr/bin/env bash
# Starts the stack of COMPOSE_FILE with the secrets of .env, and prints its URLs.
set -euo pipefail
cd "$(dirname "$0")/../.."
# `just` read .env before the secrets were generated and passes the empty values of .env.example, which would override .env.
for name in JWT_KEY MINIO_SECRET_KEY; do [ -n "${!name:-}" ] || unset "$name"; done
docker compose up --build --detach --wait
tools/urls.sh
