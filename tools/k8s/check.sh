#!/usr/bin/env bash
# Checks the preconditions of `just k8s` and lists all that are not met.
source "$(dirname "$0")/lib.sh"
missing=()
miss() { missing+=("$1"); }
die_if_missing() { [ ${#missing[@]} -eq 0 ] || die "$(printf '%s\n' "${missing[@]}")"; }
class=nginx controller='minikube addons enable ingress'
[ "$OVERLAY" = minikube ] || class=$OVERLAY controller='see docs/kubernetes.md'
[ -f "k8s/overlays/$OVERLAY/kustomization.yaml" ] || die "there is no overlay $OVERLAY. Set K8S_OVERLAY to one of: $(ls k8s/overlays | xargs)"

for tool in docker kubectl jq openssl curl; do command -v "$tool" >/dev/null || miss "$tool is not installed."; done
die_if_missing
docker compose version >/dev/null 2>&1 || miss 'docker compose failed. Start the Docker Engine, or install the Compose plugin.'
if [ -d node_modules/yaml ]; then stale=$(npm run --silent generate -- --check 2>&1) || miss "$stale"
else say 'The manifests were not checked for staleness. Run npm ci to enable this check.'; fi
certificates=$(tools/tls/certs.sh check 2>&1) || miss "$certificates"

if ! kubectl config get-contexts "$CONTEXT" >/dev/null 2>&1; then
  miss "kubectl has no context $CONTEXT. Create it (minikube start --cpus=4 --memory=8192), or set K8S_CONTEXT to one of: $(kubectl config get-contexts --output name | xargs)"
elif ! version=$(kc version --output json --request-timeout=10s 2>/dev/null | jq -er '.serverVersion.minor | tonumber? // (gsub("[^0-9]"; "") | tonumber)'); then
  miss "the cluster of context $CONTEXT is not reachable. Start it (minikube start)."
else
  [ "$version" -ge 30 ] || miss "Kubernetes 1.$version is too old. Version 1.30 or newer is required, because its pods can end without losing requests."
  kc get ingressclass "$class" >/dev/null 2>&1 || miss "there is no ingress controller of the class $class. On Minikube: $controller"
  kc get storageclass --output json | jq -e '[.items[] | select(.metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true")] | length > 0' >/dev/null ||
    miss 'there is no default StorageClass. On Minikube: minikube addons enable default-storageclass storage-provisioner'
fi
die_if_missing
say "context $CONTEXT: Kubernetes 1.$version, ingress class $class"
