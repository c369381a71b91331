#!/usr/bin/env bash
# Fails if another program listens at [::1] on a port that Compose publishes. Compose publishes at 127.0.0.1 only, but
# browsers try `localhost` at [::1] first and would open the other program.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v jq >/dev/null || exit 0
taken=0
for port in $(docker compose config --format json | jq -r '.services[].ports[]?.published'); do
  # The subshell closes the connection.
  (exec 3<>"/dev/tcp/::1/$port") 2>/dev/null || continue
  holder=$({ ss -Hltnp "sport = :$port and src [::]/0" || lsof -nP -i6TCP:"$port" -sTCP:LISTEN; } 2>/dev/null |
    sed -nE 's/.*users:\(\("([^"]*)",pid=([0-9]+).*/process \2 (\1)/p; s/^([^ ]+) +([0-9]+) .*LISTEN\).*/process \2 (\1)/p' | head -n 1)
  echo "Port $port at [::1] is used by ${holder:-another program}. Stop it, or choose another port in .env (docs/configuration.md)." >&2
  taken=1
done
exit $taken
