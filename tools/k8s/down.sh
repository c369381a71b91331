#!/usr/bin/env bash
# Removes the shop from Kubernetes: its namespace with all that is in it, and the names that its images got here.
source "$(dirname "$0")/lib.sh"
kc get namespace "$NAMESPACE" >/dev/null 2>&1 || { kc version --request-timeout=10s >/dev/null && say 'nothing to remove'; exit; }
say "removing namespace $NAMESPACE"
kc delete namespace "$NAMESPACE" --timeout=180s
composed -r '[.services[].image] | unique[]' | while read -r image; do names_by_content "$image"; done | forget_names
rm -rf $RUN
say 'removed'
