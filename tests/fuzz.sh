#!/usr/bin/env bash
# Fuzzes every route of docs/openapi.json, with a session and without. No response may be a 500 or violate its schema.
# Installs Schemathesis from PyPI into a cache on the first run.
#   tests/fuzz.sh [BASE_URL] [EXAMPLES]     default http://localhost:8080, and 10 inputs per route
set -euo pipefail
cd "$(dirname "$0")/.."
source tests/no-proxy.sh
BASE=${1:-http://localhost:8080}
BASE=${BASE%/}
EXAMPLES=${2:-10}

command -v python3 >/dev/null || { echo "Python 3.10 or newer is required. Install it and run this again." >&2; exit 1; }

requirements=tests/fuzz/requirements.txt
home=${XDG_CACHE_HOME:-$HOME/.cache}/ecommerce-embedded/schemathesis-$(sha256sum "$requirements" | head -c 16)
if [ ! -e "$home/complete" ]; then
  echo "Installing Schemathesis in $home"
  python3 -m venv --clear "$home"
  "$home/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements"
  touch "$home/complete"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# On HTTPS, the session cookie has another name than the document states.
document=docs/openapi.json
if [[ $BASE == https:* ]]; then
  document=$work/openapi.json
  jq '.components.securitySchemes.session.name = "__Host-session"' docs/openapi.json >"$document"
fi
account="{\"email\":\"fuzz-$(date +%s)-$RANDOM@example.com\",\"password\":\"correct horse battery\"}"
curl -fsSk --max-time 30 -o /dev/null -c "$work/cookies" -H 'Content-Type: application/json' --data "$account" "$BASE/api/users/signup"

cases=0
# fuzz CLIENT SESSION : fuzzes all routes with this session cookie
fuzz() {
  echo "Fuzzing $BASE as $1"
  SESSION=$2 "$home/bin/schemathesis" --config-file tests/fuzz/schemathesis.toml run "$document" --url "$BASE" \
    --max-examples "$EXAMPLES" --tls-verify "${CA:-false}" --report json --report-json-path "$work/report.json"
  cases=$((cases + $(jq '.test_cases.generated' "$work/report.json")))
}
fuzz 'a signed-in user' "$(awk '$6 ~ /^(__Host-)?session$/ {print $7}' "$work/cookies")"
fuzz 'a guest' ''
echo "$cases cases, all responses match their schema"
echo '2 steps passed'
