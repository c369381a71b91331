#!/usr/bin/env bash
# Gives .env random secrets where it has none, so that a stack on HTTPS does not run on those of development.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
for name in JWT_KEY MINIO_SECRET_KEY; do
  [ -n "${!name:-}" ] && continue
  grep -qE "^$name=." .env 2>/dev/null && continue
  # A file whose last line has no end would swallow the first one added.
  [ -s .env ] && [ -n "$(tail -c 1 .env)" ] && echo >>.env
  echo "$name=$(openssl rand -hex 32)" >>.env
  echo "$name: made, in .env"
done
