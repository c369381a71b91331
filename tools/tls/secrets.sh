#!/usr/bin/env bash
# Adds random secrets to .env if they are not set, so that a stack on HTTPS never uses the development secrets.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
for name in JWT_KEY MINIO_SECRET_KEY; do
  [ -n "${!name:-}" ] && continue
  grep -qE "^$name=." .env 2>/dev/null && continue
  # Without this, a last line without a line end would be joined with the new one.
  [ -s .env ] && [ -n "$(tail -c 1 .env)" ] && echo >>.env
  echo "$name=$(openssl rand -hex 32)" >>.env
  echo "$name: generated in .env"
done
