#!/usr/bin/env bash
# What each running container may do.
source "$(dirname "$0")/lib.sh"
# Those whose comment in the Compose files says why.
root_allowed='^(nats|minio|gateway)$'

same 'the Compose file is clean' '' "$(docker compose config --quiet 2>&1)"
same 'so is what its profiles add' '' "$(docker compose --profile '*' config --quiet 2>&1)"
for service in $(docker compose config --services); do
  inspect() { docker inspect -f "$1" "$(container "$service")"; }
  same "$service: its root is read-only" true "$(inspect '{{.HostConfig.ReadonlyRootfs}}')"
  same "$service: no capability" '[ALL]' "$(inspect '{{.HostConfig.CapDrop}}')"
  same "$service: no new privileges" '[no-new-privileges:true]' "$(inspect '{{.HostConfig.SecurityOpt}}')"
  [ "$(inspect '{{.HostConfig.Memory}}')" -gt 0 ] || fail "$service: its memory is limited"
  passed "$service: its memory is limited"
  same "$service: its health check needs no shell" CMD "$(inspect '{{index .Config.Healthcheck.Test 0}}')"
  same "$service: its log is rotated" '10m 3' "$(inspect '{{index .HostConfig.LogConfig.Config "max-size"}} {{index .HostConfig.LogConfig.Config "max-file"}}')"
  same "$service: its ports are for this machine only" '' "$(inspect '{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}' | tr ' ' '\n' | grep -vxE '127\.0\.0\.1|' || true)"
  user=$(inspect '{{.Config.User}}')
  [[ $service =~ $root_allowed || ! ${user:-0} =~ ^(0|root)(:|$) ]] || fail "$service: does not run as root" "user $user"
  passed "$service: runs as ${user}"
done
same 'only what a person uses is published' 'gateway minio stripe-emulator' \
  "$(docker compose config --format json | jq -r '[.services | to_entries[] | select(.value.ports) | .key] | sort | join(" ")')"
finish
