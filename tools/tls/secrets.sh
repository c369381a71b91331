#!/usr/bin/env bash
# Adds random secrets to .env if they are not set, so that a stack on HTTPS never uses the development secrets.
set -euo pipefail
cd "$(dirname "$0")/../.."
umask 077
# An empty variable would override .env.
for name in JWT_KEY MINIO_SECRET_KEY; do [ -n "${!name:-}" ] || unset "$name"; done
settings=$(tools/compose-setting.sh)
for name in JWT_KEY MINIO_SECRET_KEY; do
  value=$(sed -n "s/^$name=//p" <<<"$settings")
  # Compose takes a comment that follows the = for the value.
  [[ $value =~ ^[[:space:]]*(#.*)?$ ]] || continue
  # Without this, a last line without a line end would be joined with the new one.
  [ -s .env ] && [ -n "$(tail -c 1 .env)" ] && echo >>.env
  echo "$name=$(openssl rand -hex 32)" >>.env
  echo "$name: generated in .env"
done
