# Shared by the scripts for Kubernetes; sourced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
CONTEXT=${K8S_CONTEXT:-minikube}
OVERLAY=${K8S_OVERLAY:-minikube}
NAMESPACE=ecommerce
# The overlay with the images of this moment; not in git.
RUN=k8s/run

say() { printf '%s\n' "$*"; }
die() { printf 'k8s: %s\n' "$*" >&2; exit 1; }

# Never another context than the one that is named.
kc() { kubectl --context "$CONTEXT" "$@"; }
kn() { kc --namespace "$NAMESPACE" "$@"; }

# The stack as Compose sees it, .env and all, without what Kubernetes has no use for.
composed() { docker compose config --format json | jq "$@"; }

# Prunes what the overlay no longer has; never a volume, a secret or the namespace.
whole=(--kustomize "$RUN" --prune --selector app.kubernetes.io/part-of=ecommerce)
for kind in apps/v1/Deployment apps/v1/StatefulSet core/v1/Service networking.k8s.io/v1/Ingress \
  networking.k8s.io/v1/NetworkPolicy policy/v1/PodDisruptionBudget; do whole+=(--prune-allowlist "$kind"); done

# names_by_content IMAGE : the names that builds of it got here
names_by_content() {
  docker image ls --format '{{.Repository}}:{{.Tag}}' "${1%:*}" | grep -E "^$1-[0-9a-f]{12}$" || true
}
forget_names() { xargs -r docker image rm --no-prune >/dev/null || true; }

workloads() { kn get deployments,statefulsets --output name; }
