# What the checks of the manifests share; sourced.
source "$(dirname "${BASH_SOURCE[0]}")/../compose/lib.sh"

needs() { command -v "$1" >/dev/null || { echo "This needs $1: $2" >&2; exit 1; }; }
needs kubectl https://kubernetes.io/docs/tasks/tools
needs kubeconform https://github.com/yannh/kubeconform

# Each document of some YAML as JSON. This is kubectl's one way there that asks no cluster and knows every kind; it adds a label.
to_json() { kubectl label --local --filename "${1:--}" --output json read-by=test; }
