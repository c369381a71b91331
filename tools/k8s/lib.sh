# Functions for the Kubernetes scripts; sourced.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
settings=
if command -v docker >/dev/null && command -v jq >/dev/null; then settings=$(tools/compose-setting.sh); fi
# setting NAME : prints a variable of the environment or, if Compose is installed, of .env
setting() { if [ -n "$settings" ]; then sed -n "s/^$1=//p" <<<"$settings"; else printf '%s\n' "${!1:-}"; fi; }
CONTEXT=$(setting K8S_CONTEXT)
CONTEXT=${CONTEXT:-minikube}
OVERLAY=$(setting K8S_OVERLAY)
OVERLAY=${OVERLAY:-minikube}
IMAGE_LOAD=$(setting K8S_IMAGE_LOAD)
NAMESPACE=ecommerce
# The generated overlay with the current images; not in git.
RUN=k8s/run

say() { printf '%s\n' "$*"; }
die() { printf 'k8s: %s\n' "$*" >&2; exit 1; }

# Always passes the context, so that the current one is never used by accident.
kc() { kubectl --context "$CONTEXT" "$@"; }
kn() { kc --namespace "$NAMESPACE" "$@"; }

# Prints the resolved Compose configuration of the default profile, including .env.
composed() { docker compose config --format json | jq "$@"; }

# Prunes objects that the overlay no longer contains, except volumes, Secrets and the namespace.
apply_options=(--kustomize "$RUN" --prune --selector app.kubernetes.io/part-of=ecommerce)
for kind in apps/v1/Deployment apps/v1/StatefulSet core/v1/Service networking.k8s.io/v1/Ingress \
  networking.k8s.io/v1/NetworkPolicy policy/v1/PodDisruptionBudget; do apply_options+=(--prune-allowlist "$kind"); done

# content_tags IMAGE : prints the tags that tag_images created
content_tags() {
  docker image ls --format '{{.Repository}}:{{.Tag}}' "${1%:*}" | grep -E "^$1-[0-9a-f]{12}$" || true
}
remove_tags() { xargs -r docker image rm --no-prune >/dev/null || true; }

workloads() { kn get deployments,statefulsets --output name; }
