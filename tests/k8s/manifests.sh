#!/usr/bin/env bash
# Checks the manifests before they are applied: the output of kompose, the cluster's schemas, a dry run in the cluster, and
# the requirements of every pod. Only reads from the cluster of K8S_CONTEXT. Run `just k8s` there once before, because a dry
# run needs the namespace.
source "$(dirname "$0")/lib.sh"
source tools/k8s/lib.sh
require kompose https://kompose.io/installation
require jq https://jqlang.org/download
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check 'every generated file is up to date' npm run --silent generate -- --check
check "the namespace $NAMESPACE exists" kc get namespace "$NAMESPACE"

# Uses the cluster's schemas, because kubeconform's own need the internet and may be for another version of Kubernetes.
kc get --raw /openapi/v2 >"$work/openapi.json"
jq -f tests/k8s/schemas.jq "$work/openapi.json" >"$work/all.json"
jq -r '.definitions | to_entries[] | .key as $name | .value["x-kubernetes-group-version-kind"][]? |
  "\(.kind | ascii_downcase)\(if .group == "" then "" else "-" + (.group | split(".")[0]) end)-\(.version)\t\($name)"' "$work/openapi.json" |
  while IFS=$'\t' read -r file name; do echo "{\"\$ref\": \"all.json#/definitions/$name\"}" >"$work/$file.json"; done
valid() { kubeconform -strict -schema-location "$work/{{.ResourceKind}}{{.KindSuffix}}.json" "$1"; }

# accepted FILE : expects a server-side dry run without a warning
accepted() {
  local output
  output=$(kc apply --dry-run=server --filename "$1" 2>&1 >/dev/null) || { echo "$output"; return 1; }
  [ -z "$output" ] || { echo "$output"; return 1; }
}

# broken NAME FROM TO COMMAND PATTERN : makes a mistake in a copy and expects COMMAND to find it
broken() {
  sed "s|$2|$3|" "$work/$OVERLAY.yaml" >"$work/broken.yaml"
  ! cmp -s "$work/$OVERLAY.yaml" "$work/broken.yaml" || fail "$1" "the rendered manifests do not contain $2"
  check_fails "$OVERLAY: $1 is found" "$5" "$4" "$work/broken.yaml"
}

for OVERLAY in $(ls k8s/overlays); do
  kubectl kustomize "k8s/overlays/$OVERLAY" >"$work/$OVERLAY.yaml" || fail "$OVERLAY: kustomize renders it"
  to_json "$work/$OVERLAY.yaml" | jq -s . >"$work/$OVERLAY.json"
  check "$OVERLAY: all objects are valid" valid "$work/$OVERLAY.yaml"
  broken 'an unknown field' 'readinessProbe:' 'readynessProbe:' valid 'readynessProbe'
  broken 'a value of the wrong type' 'replicas: 2' 'replicas: two' valid 'got string'
  check "$OVERLAY: the cluster accepts it without a warning" accepted "$work/$OVERLAY.yaml"
  broken 'a warning from the cluster' 'runAsNonRoot: true' 'runAsNonRoot: false' accepted 'would violate PodSecurity'
  source tests/k8s/pod-requirements.sh "$work/$OVERLAY.json"
done
finish
