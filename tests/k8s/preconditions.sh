#!/usr/bin/env bash
# Checks that `just k8s` fails before it changes anything if a precondition is not met, and says what to do.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh

check_fails 'an unknown context is rejected' 'no context nowhere.*K8S_CONTEXT' env K8S_CONTEXT=nowhere just k8s
check_fails 'an unknown overlay is rejected, listing the existing ones' 'no overlay nowhere.*K8S_OVERLAY.*minikube' env K8S_OVERLAY=nowhere just k8s
check_fails 'an ingress class without a controller is rejected' 'no ingress controller of the class traefik' env K8S_OVERLAY=traefik just k8s
work=$(mktemp -d)
trap 'find "$work" -name "*.pem" -exec mv -t certs {} +; rm -rf "$work"' EXIT
kubectl config view --raw --minify --context "$CONTEXT" | sed 's#server: .*#server: https://127.0.0.1:9#' >"$work/unreachable"
check_fails 'an unreachable cluster is rejected' 'is not reachable' env KUBECONFIG="$work/unreachable" just k8s
# A configuration whose only context, the current one, has another name.
kubectl config view --raw --minify --flatten --context "$CONTEXT" >"$work/renamed"
KUBECONFIG=$work/renamed kubectl config rename-context "$CONTEXT" elsewhere >/dev/null
check_fails 'the default context is minikube, not the current one' 'context.*minikube' \
  env -u K8S_CONTEXT KUBECONFIG="$work/renamed" just k8s-status

find certs -name '*.pem' -exec mv -t "$work" {} +
check_fails 'missing certificates are rejected' "No valid certificate.*just certs" just k8s
find "$work" -name '*.pem' -exec mv -t certs {} +

mv k8s/base/auth-service.yaml "$work/"
trap 'mv "$work/auth-service.yaml" k8s/base/ 2>/dev/null || true; rm -rf "$work"' EXIT
check_fails 'stale manifests are rejected' 'k8s/base/auth-service.yaml' just k8s
printf '#!/bin/sh\necho 1.0.0\n' >"$work/kompose" && chmod +x "$work/kompose"
mv "$work/auth-service.yaml" k8s/base/
check 'another version of kompose is not used' env PATH="$work:$PATH" npm run --silent generate
check 'the manifests are still those of the pinned version' npm run --silent generate -- --check
finish
