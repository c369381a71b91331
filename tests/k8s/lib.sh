# Functions for the checks of the manifests; sourced.
source "$(dirname "${BASH_SOURCE[0]}")/../compose/lib.sh"

require() { command -v "$1" >/dev/null || { echo "$1 is not installed. Install it: $2" >&2; exit 1; }; }
require kubectl https://kubernetes.io/docs/tasks/tools
require kubeconform https://github.com/yannh/kubeconform

# Prints each YAML document as JSON. `kubectl label --local` is the only command for it that needs no cluster; it adds a label.
to_json() { kubectl label --local --filename "${1:--}" --output json read-by=test; }
