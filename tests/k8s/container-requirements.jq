# Prints one line per requirement: its name, a tab, and the names of the workloads that violate it.
def requirements($pod): (.securityContext // {}) as $own | ($pod.securityContext // {}) as $shared |
  ($own.runAsUser // $shared.runAsUser) as $user | {
    "has a read-only root file system": ($own.readOnlyRootFilesystem == true),
    "forbids privilege escalation": ($own.allowPrivilegeEscalation == false),
    "drops all capabilities": ($own.capabilities == { drop: ["ALL"] }),
    "runs as a numeric user other than root": (($own.runAsNonRoot // $shared.runAsNonRoot) == true and ($user | type) == "number" and $user > 0),
    "uses the runtime's default seccomp profile": (($own.seccompProfile // $shared.seccompProfile).type == "RuntimeDefault"),
    "has a memory limit": (.resources.limits.memory != null),
    "has memory and CPU requests": (.resources.requests.memory != null and .resources.requests.cpu != null),
    "has readiness and liveness probes": (.readinessProbe != null and .livenessProbe != null),
    "mounts no service account token": ($pod.automountServiceAccountToken == false)
  };
[.[] | select(.spec.template) | .metadata.name as $name | .spec.template.spec as $pod |
  ($pod.containers + ($pod.initContainers // []))[] | requirements($pod) | to_entries[] | { requirement: .key, violator: (if .value then null else $name end) }]
| group_by(.requirement)[] | "\(.[0].requirement)\t\([.[].violator // empty] | join(" "))"
