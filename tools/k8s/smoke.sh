#!/usr/bin/env bash
# Runs the smoke test against the shop in Kubernetes. Verifies certificates if mkcert is installed.
source "$(dirname "$0")/lib.sh"
source tests/no-proxy.sh
getent hosts ecommerce.local >/dev/null 2>&1 || grep -qE '^[^#]*\becommerce\.local\b' /etc/hosts ||
  die 'ecommerce.local does not resolve. Add the line above to /etc/hosts, then run: just k8s-smoke'
if command -v mkcert >/dev/null; then CA=$(mkcert -CAROOT)/rootCA.pem; export CA; fi
# Waits until the ingress has loaded the configuration.
curl --silent --fail --insecure --output /dev/null --max-time 5 --retry 60 --retry-delay 1 --retry-all-errors \
  https://ecommerce.local/api/products || true
exec tests/smoke.sh https://ecommerce.local
