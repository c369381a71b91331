#!/usr/bin/env bash
# Starts the stack that COMPOSE_FILE names, with the secrets of .env, and prints its addresses.
set -euo pipefail
cd "$(dirname "$0")/../.."
# Empty ones, as .env.example has them, came here by just, which read .env before there were any; they would win over it.
for name in JWT_KEY MINIO_SECRET_KEY; do [ -n "${!name:-}" ] || unset "$name"; done
docker compose up --build --detach --wait
tools/urls.sh
