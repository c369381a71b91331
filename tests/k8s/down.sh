#!/usr/bin/env bash
# `just k8s-down` leaves no namespace, no volume and no image tag.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh
before=$(kc get persistentvolumes --output name | wc -l)
[ "$before" -gt 0 ] || fail 'the shop had volumes'
check 'just k8s-down' just --yes k8s-down
check_fails 'the namespace is gone' NotFound kc get namespace "$NAMESPACE"
no_volume() { [ -z "$(kc get persistentvolumes --output json | jq -r '.items[] | select(.spec.claimRef.namespace == "ecommerce") | .metadata.name')" ]; }
check 'its volumes are gone' eventually 120 no_volume
check_equal 'so are the names that its images had' '' "$(docker image ls --format '{{.Repository}}:{{.Tag}}' | grep -E '^ecommerce/.*-[0-9a-f]{12}$' || true)"
check_fails 'there is nothing to compare with' 'nothing has been applied' just k8s-diff
check 'once more says that there is nothing' grep -q 'nothing to remove' <(just --yes k8s-down)
finish
