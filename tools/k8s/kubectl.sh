#!/usr/bin/env bash
# kubectl in the shop's namespace, in the context that is named and in no other.
source "$(dirname "$0")/lib.sh"
exec kubectl --context "$CONTEXT" --namespace "$NAMESPACE" "$@"
