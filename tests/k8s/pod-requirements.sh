# The requirements of every pod of ours; sourced by manifests.sh, with the rendered objects as JSON.
rendered=$1
ask() { jq -r "$@" "$rendered"; }

while IFS=$'\t' read -r claim faults; do
  check_equal "$OVERLAY: each container: $claim" '' "$faults"
done < <(ask -f tests/k8s/container-requirements.jq)
bare='[{"metadata":{"name":"bare"},"spec":{"template":{"spec":{"containers":[{}]}}}}]'
check_equal "$OVERLAY: and a container that meets none of them violates each" \
  "$(ask -f tests/k8s/container-requirements.jq | wc -l)" "$(jq -rf tests/k8s/container-requirements.jq <<<"$bare" | grep -c $'\tbare$')"

for service in "${services[@]}" client; do
  it=".[] | select(.kind == \"Deployment\" and .metadata.name == \"$service\") | .spec"
  check_equal "$OVERLAY: $service has two replicas" 2 "$(ask "$it.replicas")"
  check_equal "$OVERLAY: $service answers for a while after SIGTERM, and has 10 s more to end" true "$(ask "$it.template.spec |
    ([.containers[0].env[] | select(.name == \"DRAIN_MS\") | .value | tonumber / 1000][0] // .containers[0].lifecycle.preStop.sleep.seconds // 0) as \$drain |
    \$drain >= 5 and .terminationGracePeriodSeconds >= \$drain + 10")"
  check_equal "$OVERLAY: $service is never down to none" 'maxUnavailable 0, at least 1' \
    "maxUnavailable $(ask "$it.strategy.rollingUpdate.maxUnavailable"), at least $(ask "($it.selector) as \$pods | .[] |
      select(.kind == \"PodDisruptionBudget\" and .spec.selector == \$pods) | .spec.minAvailable")"
done

check_equal "$OVERLAY: no secret is made here" '' "$(ask '.[] | select(.kind == "Secret") | .metadata.name')"
check_equal "$OVERLAY: what is secret comes from a secret" '' "$(ask '.[] | select(.spec.template) | .metadata.name as $name |
  .spec.template.spec.containers[].env[]? | select(.name | test("KEY|SECRET|PASSWORD|TOKEN|ROOT_USER")) |
  select(.valueFrom.secretKeyRef | not) | "\($name): \(.name)"')"
check_equal "$OVERLAY: there are secrets to be looked at" true "$(ask '[.. | .secretKeyRef? // empty] | length > 5')"
# The values of development and those in the cluster. Short ones are names, which are not secret.
values() { echo development-only; kn get secrets --output json | jq -r '.items[].data // {} | .[] | @base64d | split("\n")[] | select(length >= 12)'; }
check "$OVERLAY: the secrets of the cluster can be read" kn get secret jwt-secret minio-secret
check_equal "$OVERLAY: and no value of one is in sight" 0 "$(grep -cFf <(values) "$rendered" || true)"
check_equal "$OVERLAY: one that is would be found" 1 "$(values | tail -n 1 | grep -cFf <(values) || true)"
