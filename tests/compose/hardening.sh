#!/usr/bin/env bash
# Checks the privileges and limits of each running container.
source "$(dirname "$0")/lib.sh"
# Comments in the Compose files say why these run as root.
root_allowed='^(nats|minio|gateway)$'

check_equal 'the Compose file is clean' '' "$(docker compose config --quiet 2>&1)"
check_equal 'and so are the services of its profiles' '' "$(docker compose --profile '*' config --quiet 2>&1)"
for service in $(docker compose config --services); do
  inspect() { docker inspect -f "$1" "$(container "$service")"; }
  check_equal "$service: its root is read-only" true "$(inspect '{{.HostConfig.ReadonlyRootfs}}')"
  check_equal "$service: no capability" '[ALL]' "$(inspect '{{.HostConfig.CapDrop}}')"
  check_equal "$service: no new privileges" '[no-new-privileges:true]' "$(inspect '{{.HostConfig.SecurityOpt}}')"
  [ "$(inspect '{{.HostConfig.Memory}}')" -gt 0 ] || fail "$service: its memory is limited"
  passed "$service: its memory is limited"
  check_equal "$service: its health check needs no shell" CMD "$(inspect '{{index .Config.Healthcheck.Test 0}}')"
  check_equal "$service: its log is rotated" '10m 3' "$(inspect '{{index .HostConfig.LogConfig.Config "max-size"}} {{index .HostConfig.LogConfig.Config "max-file"}}')"
  check_equal "$service: its ports are for this machine only" '' "$(inspect '{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}' | tr ' ' '\n' | grep -vxE '127\.0\.0\.1|' || true)"
  user=$(inspect '{{.Config.User}}')
  [[ $service =~ $root_allowed || ! ${user:-0} =~ ^(0|root)(:|$) ]] || fail "$service: does not run as root" "user $user"
  passed "$service: runs as ${user}"
done
check_equal 'only the ports that people use are published' 'gateway minio stripe-emulator' \
  "$(docker compose config --format json | jq -r '[.services | to_entries[] | select(.value.ports) | .key] | sort | join(" ")')"
finish
