# Prints a line for each requirement: its name, a tab, and the containers that violate it.
def requirements($pod): (.securityContext // {}) as $own | ($pod.securityContext // {}) as $shared |
  ($own.runAsUser // $shared.runAsUser) as $user | {
    "its root is read-only": ($own.readOnlyRootFilesystem == true),
    "no privilege escalation": ($own.allowPrivilegeEscalation == false),
    "no capability": ($own.capabilities == { drop: ["ALL"] }),
    "not root, by number": (($own.runAsNonRoot // $shared.runAsNonRoot) == true and ($user | type) == "number" and $user > 0),
    "the runtime's seccomp profile": (($own.seccompProfile // $shared.seccompProfile).type == "RuntimeDefault"),
    "its memory is limited": (.resources.limits.memory != null),
    "it asks for memory and processor": (.resources.requests.memory != null and .resources.requests.cpu != null),
    "it is asked whether it is ready, and alive": (.readinessProbe != null and .livenessProbe != null),
    "no token of the cluster": ($pod.automountServiceAccountToken == false)
  };
[.[] | select(.spec.template) | .metadata.name as $name | .spec.template.spec as $pod |
  ($pod.containers + ($pod.initContainers // []))[] | requirements($pod) | to_entries[] | { requirement: .key, violator: (if .value then null else $name end) }]
| group_by(.requirement)[] | "\(.[0].requirement)\t\([.[].violator // empty] | join(" "))"
