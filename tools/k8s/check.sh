#!/usr/bin/env bash
# Says all that is missing before the shop can go to Kubernetes.
source "$(dirname "$0")/lib.sh"
missing=()
miss() { missing+=("$1"); }
refuse_if_missing() { [ ${#missing[@]} -eq 0 ] || die "$(printf '%s\n' "${missing[@]}")"; }
class=nginx controller='minikube addons enable ingress'
[ "$OVERLAY" = minikube ] || class=$OVERLAY controller='docs/kubernetes.md tells how'
[ -f "k8s/overlays/$OVERLAY/kustomization.yaml" ] || die "there is no overlay $OVERLAY; k8s/overlays has: $(ls k8s/overlays | xargs)"

for tool in docker kubectl jq openssl curl; do command -v "$tool" >/dev/null || miss "$tool is not installed."; done
refuse_if_missing
docker compose version >/dev/null 2>&1 || miss 'docker compose does not work: is the Docker Engine running, and the plugin installed?'
certificates=$(tools/tls/certs.sh check 2>&1) || miss "$certificates"

if ! kubectl config get-contexts "$CONTEXT" >/dev/null 2>&1; then
  miss "kubectl knows no context $CONTEXT. Start one (minikube start --cpus=4 --memory=8192), or name yours in K8S_CONTEXT: $(kubectl config get-contexts --output name | xargs)"
elif ! version=$(kc version --output json --request-timeout=10s 2>/dev/null | jq -er '.serverVersion.minor | tonumber? // (gsub("[^0-9]"; "") | tonumber)'); then
  miss "the cluster of context $CONTEXT does not answer. Is it started (minikube start)?"
else
  [ "$version" -ge 30 ] || miss "Kubernetes 1.$version is too old: this needs 1.30, for pods that end without losing requests."
  kc get ingressclass "$class" >/dev/null 2>&1 || miss "there is no ingress controller of the class $class. On Minikube: $controller"
  kc get storageclass --output json | jq -e '[.items[] | select(.metadata.annotations["storageclass.kubernetes.io/is-default-class"] == "true")] | length > 0' >/dev/null ||
    miss 'there is no default StorageClass. On Minikube: minikube addons enable default-storageclass storage-provisioner'
fi
refuse_if_missing
say "context $CONTEXT: Kubernetes 1.$version, ingress class $class"
