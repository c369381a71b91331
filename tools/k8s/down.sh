#!/usr/bin/env bash
# Removes the shop from Kubernetes: its namespace with everything in it, and the image tags that up.sh created.
source "$(dirname "$0")/lib.sh"
kc get namespace "$NAMESPACE" >/dev/null 2>&1 || { kc version --request-timeout=10s >/dev/null && say 'nothing to remove'; exit; }
say "removing namespace $NAMESPACE"
kc delete namespace "$NAMESPACE" --timeout=180s
composed -r '[.services[].image] | unique[]' | while read -r image; do content_tags "$image"; done | remove_tags
rm -rf $RUN
say 'removed'
