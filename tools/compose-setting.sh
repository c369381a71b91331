#!/usr/bin/env bash
# Prints a value of x-settings in docker-compose.yml, or all as lines of name=value. Compose fills them in from the
# environment and from .env, so scripts read .env by its rules: compose-setting.sh K8S_CONTEXT
set -euo pipefail
cd "$(dirname "$0")/.."
# Only this file, because those for HTTPS reject a missing key.
docker compose --file docker-compose.yml config --format json | jq --raw-output --arg name "${1:-}" '."x-settings" |
  if $name == "" then to_entries[] | "\(.key)=\(.value)" else .[$name] end'
