#!/usr/bin/env bash
# The smoke test against the shop in Kubernetes, trusting mkcert's authority where it is known.
source "$(dirname "$0")/lib.sh"
getent hosts ecommerce.local >/dev/null 2>&1 || grep -qE '^[^#]*\becommerce\.local\b' /etc/hosts ||
  die 'this machine does not know ecommerce.local: put the line above into /etc/hosts, then run: just k8s-smoke'
if command -v mkcert >/dev/null; then CA=$(mkcert -CAROOT)/rootCA.pem; export CA; fi
# The ingress may still be loading what has just been applied.
curl --silent --fail --insecure --output /dev/null --max-time 5 --retry 60 --retry-delay 1 --retry-all-errors \
  https://ecommerce.local/api/products || true
exec tests/smoke.sh https://ecommerce.local
