#!/usr/bin/env bash
# Promotes the images of Compose to Kubernetes: checks, builds, loads, applies, waits, and walks through the shop.
#   K8S_CONTEXT      the only context that is touched; minikube without one
#   K8S_IMAGE_LOAD   a command that hands images to the cluster; Minikube's and kind's are known
#   K8S_OVERLAY      minikube (ingress-nginx) or traefik
source "$(dirname "$0")/lib.sh"
source tools/k8s/images.sh
source tools/k8s/secrets.sh

tools/k8s/check.sh
begin=$SECONDS
step() { say ""; say "== $1 ($((SECONDS - begin)) s)"; }

step 'build'
# A note of how it was built would make another image of the same content.
BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker compose build --quiet
images=$(name_images)

step 'load'
load_images "$images"

step 'apply'
kc get namespace "$NAMESPACE" >/dev/null 2>&1 || kc apply --filename k8s/overlays/minikube/namespace.yaml
make_secrets
write_overlay "$images"
if kc diff "${whole[@]}" >/dev/null 2>&1; then say 'nothing has changed'
else kc apply "${whole[@]}" | grep -v unchanged; fi

step 'wait'
for workload in $(workloads); do
  kn rollout status "$workload" --timeout=240s >/dev/null || {
    kn get pods >&2
    kn get events --field-selector type=Warning --sort-by=.lastTimestamp | tail -n 15 >&2
    die "$workload is not ready; more of it: just k8s-logs ${workload#*/}"
  }
  say "ready: ${workload#*/}"
done
same_images

step 'smoke'
tools/k8s/urls.sh
tools/k8s/smoke.sh
say "$((SECONDS - begin)) s in all"
