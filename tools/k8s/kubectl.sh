#!/usr/bin/env bash
# Runs kubectl in the shop's namespace and in the context K8S_CONTEXT only.
source "$(dirname "$0")/lib.sh"
exec kubectl --context "$CONTEXT" --namespace "$NAMESPACE" "$@"
