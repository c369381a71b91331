# What every pod of ours has to keep to; sourced by manifests.sh, with the rendered objects as JSON. Each rule has a line.
rendered=$1
ask() { jq -r "$@" "$rendered"; }

while IFS=$'\t' read -r claim faults; do
  same "$OVERLAY: each container: $claim" '' "$faults"
done < <(ask -f tests/k8s/containers.jq)
bare='[{"metadata":{"name":"bare"},"spec":{"template":{"spec":{"containers":[{}]}}}}]'
same "$OVERLAY: and a container without any of that is found by each of these rules" \
  "$(ask -f tests/k8s/containers.jq | wc -l)" "$(jq -rf tests/k8s/containers.jq <<<"$bare" | grep -c $'\tbare$')"

for service in "${services[@]}" client; do
  it=".[] | select(.kind == \"Deployment\" and .metadata.name == \"$service\") | .spec"
  same "$OVERLAY: $service has two replicas" 2 "$(ask "$it.replicas")"
  same "$OVERLAY: $service answers for a while after it was told to stop, and has 10 s more to end" true "$(ask "$it.template.spec |
    ([.containers[0].env[] | select(.name == \"DRAIN_MS\") | .value | tonumber / 1000][0] // .containers[0].lifecycle.preStop.sleep.seconds // 0) as \$drain |
    \$drain >= 5 and .terminationGracePeriodSeconds >= \$drain + 10")"
  same "$OVERLAY: $service is never down to none" 'maxUnavailable 0, at least 1' \
    "maxUnavailable $(ask "$it.strategy.rollingUpdate.maxUnavailable"), at least $(ask "($it.selector) as \$pods | .[] |
      select(.kind == \"PodDisruptionBudget\" and .spec.selector == \$pods) | .spec.minAvailable")"
done

same "$OVERLAY: no secret is made here" '' "$(ask '.[] | select(.kind == "Secret") | .metadata.name')"
same "$OVERLAY: what is secret comes from a secret" '' "$(ask '.[] | select(.spec.template) | .metadata.name as $name |
  .spec.template.spec.containers[].env[]? | select(.name | test("KEY|SECRET|PASSWORD|TOKEN|ROOT_USER")) |
  select(.valueFrom.secretKeyRef | not) | "\($name): \(.name)"')"
same "$OVERLAY: there are secrets to be looked at" true "$(ask '[.. | .secretKeyRef? // empty] | length > 5')"
# Those of development, and those that the cluster has; short ones are names that everybody may know.
values() { echo development-only; kn get secrets --output json | jq -r '.items[].data // {} | .[] | @base64d | split("\n")[] | select(length >= 12)'; }
check "$OVERLAY: the secrets of the cluster can be read" kn get secret jwt-secret minio-secret
same "$OVERLAY: and no value of one is in sight" 0 "$(grep -cFf <(values) "$rendered" || true)"
same "$OVERLAY: one that is would be found" 1 "$(values | tail -n 1 | grep -cFf <(values) || true)"
