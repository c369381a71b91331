#!/usr/bin/env bash
# Checks that `just k8s-down` removes the namespace, the volumes and the image tags.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh
before=$(kc get persistentvolumes --output name | wc -l)
[ "$before" -gt 0 ] || fail 'the shop has volumes before'
check 'just k8s-down succeeds' just --yes k8s-down
check_fails 'the namespace is gone' NotFound kc get namespace "$NAMESPACE"
no_volume() { [ -z "$(kc get persistentvolumes --output json | jq -r '.items[] | select(.spec.claimRef.namespace == "ecommerce") | .metadata.name')" ]; }
check 'the volumes are gone' eventually 120 no_volume
check_equal 'the image tags are gone' '' "$(docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -E '^ecommerce/.*-[0-9a-f]{12}$' || true)"
check_fails 'just k8s-diff says that nothing is applied' 'nothing has been applied' just k8s-diff
check 'just k8s-down can run again and says that there is nothing to remove' grep -q 'nothing to remove' <(just --yes k8s-down)
finish
