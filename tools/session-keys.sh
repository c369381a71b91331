#!/usr/bin/env bash
# Prints a new pair of keys for session tokens, as lines for .env.
set -euo pipefail
# Without pkcs8, versions of openssl differ in the format.
private=$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 | openssl pkcs8 -topk8 -nocrypt -outform DER | base64 | tr -d '\n')
public=$(base64 -d <<<"$private" | openssl pkey -inform DER -pubout -outform DER | base64 | tr -d '\n')
printf 'JWT_PRIVATE_KEY=%s\nJWT_PUBLIC_KEYS=%s\n' "$private" "$public"
