#!/usr/bin/env bash
# Checks what `just k8s` refuses before it changes anything, and that it says what to do.
source "$(dirname "$0")/../compose/lib.sh"
source tools/k8s/lib.sh

check_fails 'a context that is not known is named, with what to do' 'no context nowhere.*K8S_CONTEXT' env K8S_CONTEXT=nowhere just k8s
check_fails 'an overlay that is not there too, with those that are' 'no overlay nowhere.*minikube' env K8S_OVERLAY=nowhere just k8s
check_fails 'a class without a controller' 'no ingress controller of the class traefik' env K8S_OVERLAY=traefik just k8s
work=$(mktemp -d)
trap 'find "$work" -name "*.pem" -exec mv -t certs {} +; rm -rf "$work"' EXIT
kubectl config view --raw --minify --context "$CONTEXT" | sed 's#server: .*#server: https://127.0.0.1:9#' >"$work/unreachable"
check_fails 'a cluster that does not answer' 'does not answer' env KUBECONFIG="$work/unreachable" just k8s
check_fails 'the context that is current is not taken for the one that is named' 'context.*minikube' env -u K8S_CONTEXT just k8s-status

find certs -name '*.pem' -exec mv -t "$work" {} +
check_fails 'certificates that are missing' "No sound certificate.*just certs" just k8s
find "$work" -name '*.pem' -exec mv -t certs {} +
check_fails 'a kompose that is not the pinned one' 'this one is 1.0.0' env PATH="$work:$PATH" bash -c "
  printf '#!/bin/sh\necho 1.0.0\n' >'$work/kompose'; chmod +x '$work/kompose'; just k8s-generate"
finish
