# Shared by the checks of the manifests; sourced.
source "$(dirname "${BASH_SOURCE[0]}")/../compose/lib.sh"

require() { command -v "$1" >/dev/null || { echo "This needs $1: $2" >&2; exit 1; }; }
require kubectl https://kubernetes.io/docs/tasks/tools
require kubeconform https://github.com/yannh/kubeconform

# Prints each document of some YAML as JSON. This is kubectl's only way to do so without a cluster and for every kind; it adds a label.
to_json() { kubectl label --local --filename "${1:--}" --output json read-by=test; }
