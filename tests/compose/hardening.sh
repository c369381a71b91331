#!/usr/bin/env bash
# Checks the privileges and limits of each running container.
source "$(dirname "$0")/lib.sh"
# docker-compose.yml explains why these run as root.
root_allowed='^(nats|minio|gateway)$'

check_equal 'docker compose config prints no warning' '' "$(docker compose config --quiet 2>&1)"
check_equal 'docker compose config prints no warning with all profiles' '' "$(docker compose --profile '*' config --quiet 2>&1)"
check 'docker-compose.dev.yml is valid' docker compose -f docker-compose.yml -f docker-compose.dev.yml config --quiet
for service in $(docker compose config --services); do
  inspect() { docker inspect -f "$1" "$(container "$service")"; }
  check_equal "$service: has a read-only root file system" true "$(inspect '{{.HostConfig.ReadonlyRootfs}}')"
  check_equal "$service: drops all capabilities" '[ALL]' "$(inspect '{{.HostConfig.CapDrop}}')"
  check_equal "$service: gets no new privileges" '[no-new-privileges:true]' "$(inspect '{{.HostConfig.SecurityOpt}}')"
  [ "$(inspect '{{.HostConfig.Memory}}')" -gt 0 ] || fail "$service: has a memory limit"
  passed "$service: has a memory limit"
  check_equal "$service: has a health check without a shell" CMD "$(inspect '{{index .Config.Healthcheck.Test 0}}')"
  check_equal "$service: rotates its log" '10m 3' "$(inspect '{{index .HostConfig.LogConfig.Config "max-size"}} {{index .HostConfig.LogConfig.Config "max-file"}}')"
  check_equal "$service: publishes ports on 127.0.0.1 only" '' "$(inspect '{{range .HostConfig.PortBindings}}{{range .}}{{.HostIp}} {{end}}{{end}}' | tr ' ' '\n' | grep -vxE '127\.0\.0\.1|' || true)"
  user=$(inspect '{{.Config.User}}')
  [[ $service =~ $root_allowed || ! ${user:-0} =~ ^(0|root)(:|$) ]] || fail "$service: does not run as root" "user $user"
  passed "$service: runs as ${user}"
done
check_equal 'only the gateway, MailDev, MinIO and the Stripe emulator publish ports' 'gateway maildev minio stripe-emulator' \
  "$(docker compose config --format json | jq -r '[.services | to_entries[] | select(.value.ports) | .key] | sort | join(" ")')"
finish
