#!/usr/bin/env bash
# Promotes the images of Compose to Kubernetes: checks, builds, loads, applies, waits, and runs the smoke test.
#   K8S_CONTEXT      the only context that is used; default minikube
#   K8S_IMAGE_LOAD   a command that loads images into the cluster; not needed for Minikube and kind
#   K8S_OVERLAY      minikube (ingress-nginx) or traefik
source "$(dirname "$0")/lib.sh"
source tools/k8s/images.sh
source tools/k8s/secrets.sh

tools/k8s/check.sh
begin=$SECONDS
step() { say ""; say "== $1 ($((SECONDS - begin)) s)"; }

step 'build'
# Without attestations, because they would change the id of an image with the same content.
BUILDX_NO_DEFAULT_ATTESTATIONS=1 docker compose build --quiet
images=$(tag_images)

step 'load'
load_images "$images"

step 'apply'
kc get namespace "$NAMESPACE" >/dev/null 2>&1 || kc apply --filename k8s/overlays/minikube/namespace.yaml
create_secrets
write_overlay "$images"
if kc diff "${apply_options[@]}" >/dev/null 2>&1; then say 'nothing has changed'
else kc apply "${apply_options[@]}" | grep -v unchanged; fi

step 'wait'
for workload in $(workloads); do
  kn rollout status "$workload" --timeout=240s >/dev/null || {
    kn get pods >&2
    kn get events --field-selector type=Warning --sort-by=.lastTimestamp | tail -n 15 >&2
    die "$workload is not ready. See its logs: just k8s-logs ${workload#*/}"
  }
  say "ready: ${workload#*/}"
done
check_images

step 'smoke'
tools/k8s/urls.sh
tools/k8s/smoke.sh
say "done in $((SECONDS - begin)) s"
