#!/usr/bin/env bash
# Adds random secrets to .env if they are not set, so that a stack on HTTPS never uses the development secrets.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
# An empty variable would override .env.
for name in JWT_PRIVATE_KEY JWT_PUBLIC_KEYS MINIO_SECRET_KEY; do [ -n "${!name:-}" ] || unset "$name"; done
settings=$(tools/compose-setting.sh)

# is_set NAME : Compose takes a comment that follows the = for the value
is_set() { ! [[ $(sed -n "s/^$1=//p" <<<"$settings") =~ ^[[:space:]]*(#.*)?$ ]]; }

# add : adds the lines on stdin to .env
add() {
  # Without this, a last line without a line end would be joined with the new one.
  [ -s .env ] && [ -n "$(tail -c 1 .env)" ] && echo >>.env
  cat >>.env
}

if ! is_set JWT_PRIVATE_KEY && ! is_set JWT_PUBLIC_KEYS; then
  tools/session-keys.sh | add
  echo 'JWT_PRIVATE_KEY, JWT_PUBLIC_KEYS: generated in .env'
fi
if ! is_set MINIO_SECRET_KEY; then
  echo "MINIO_SECRET_KEY=$(openssl rand -hex 32)" | add
  echo 'MINIO_SECRET_KEY: generated in .env'
fi
