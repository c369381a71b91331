#!/usr/bin/env bash
# Deploys the shop to the cluster of K8S_CONTEXT, tests it, and deletes it. Needs npm ci, Docker, Go, just, jq, mkcert, Chromium,
# kubectl, kompose, kubeconform, and the three host names in the hosts file.
source "$(dirname "$0")/lib.sh"
started=

kc() { kubectl --context "${K8S_CONTEXT:-minikube}" "$@"; }

cleanup() {
  [ -n "$started" ] && [ "$failed" -gt 0 ] || return
  { kc get pods --all-namespaces; kc get events --all-namespaces --sort-by .lastTimestamp; } >"$LOGS/cluster.log" 2>&1
}

# The shop is deleted with its data at the end.
no_shop_exists() {
  ! kc get namespace ecommerce ||
    { echo 'The cluster has a shop with data that this would delete. Run just k8s-down to delete it.'; return 1; }
}

step 'Kubernetes tools' require docker go just jq mkcert kubectl kompose kubeconform || exit
step --count script_steps 'Kubernetes: policies' node tests/k8s/policies.mjs
step --count script_steps 'Kubernetes: skaffold' tests/k8s/skaffold.sh
step 'no existing shop' no_shop_exists || exit
step 'certificates' just certs || exit
NODE_EXTRA_CA_CERTS=$(mkcert -CAROOT)/rootCA.pem
export NODE_EXTRA_CA_CERTS
step --count script_steps 'Kubernetes: preconditions' tests/k8s/preconditions.sh
started=yes
step --count script_steps 'just k8s' just k8s
step --count script_steps 'just k8s, again' just k8s
for name in manifests running; do
  step --count script_steps "Kubernetes: $name" tests/k8s/$name.sh
done
step --count script_steps 'trace, on Kubernetes' tests/trace.sh https://ecommerce.local kubernetes
portable_browser 'browser, on Kubernetes' https://ecommerce.local
for name in faults down; do
  step --count script_steps "Kubernetes: $name" tests/k8s/$name.sh
done
