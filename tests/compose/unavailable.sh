#!/usr/bin/env bash
# Checks what the API answers for a service whose container does not run.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
payments() { curl -sS --max-time 20 -D - -H 'Content-Type: application/json' -d '{}' "$base/api/payments" | tr -d '\r'; }

check 'payments stops' docker compose stop payments
response=$(payments)
check_equal 'it answers 503' 503 "$(awk 'NR == 1 {print $2}' <<<"$response")"
check_equal 'the error has the format of the API' unavailable "$(tail -n 1 <<<"$response" | jq -r '.errors[0].code')"
grep -qiE '^retry-after: [0-9]+$' <<<"$response" || fail 'it has a Retry-After' "$response"
passed 'it has a Retry-After'
check 'payments starts again' up
check_equal 'payments answers itself' not_signed_in "$(payments | tail -n 1 | jq -r '.errors[0].code')"
finish
