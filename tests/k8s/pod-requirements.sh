# Checks the requirements of every pod in the rendered objects (JSON); sourced by manifests.sh.
rendered=$1
ask() { jq -r "$@" "$rendered"; }

while IFS=$'\t' read -r claim faults; do
  check_equal "$OVERLAY: each container $claim" '' "$faults"
done < <(ask -f tests/k8s/container-requirements.jq)
bare='[{"metadata":{"name":"bare"},"spec":{"template":{"spec":{"containers":[{}]}}}}]'
check_equal "$OVERLAY: a container without any settings violates each requirement" \
  "$(ask -f tests/k8s/container-requirements.jq | wc -l)" "$(jq -rf tests/k8s/container-requirements.jq <<<"$bare" | grep -c $'\tbare$')"

for service in "${services[@]}" client; do
  it=".[] | select(.kind == \"Deployment\" and .metadata.name == \"$service\") | .spec"
  check_equal "$OVERLAY: $service has two replicas" 2 "$(ask "$it.replicas")"
  check_equal "$OVERLAY: $service drains for at least 5 s after SIGTERM and has 10 s more to exit" true "$(ask "$it.template.spec |
    ([.containers[0].env[] | select(.name == \"DRAIN_MS\") | .value | tonumber / 1000][0] // .containers[0].lifecycle.preStop.sleep.seconds // 0) as \$drain |
    \$drain >= 5 and .terminationGracePeriodSeconds >= \$drain + 10")"
  check_equal "$OVERLAY: $service keeps at least one pod available" 'maxUnavailable 0, at least 1' \
    "maxUnavailable $(ask "$it.strategy.rollingUpdate.maxUnavailable"), at least $(ask "($it.selector) as \$pods | .[] |
      select(.kind == \"PodDisruptionBudget\" and .spec.selector == \$pods) | .spec.minAvailable")"
done

check_equal "$OVERLAY: the manifests contain no Secret" '' "$(ask '.[] | select(.kind == "Secret") | .metadata.name')"
check_equal "$OVERLAY: secret variables come from Secrets" '' "$(ask '.[] | select(.spec.template) | .metadata.name as $name |
  .spec.template.spec.containers[].env[]? | select(.name | test("KEY|SECRET|PASSWORD|TOKEN|ROOT_USER")) |
  select(.valueFrom.secretKeyRef | not) | "\($name): \(.name)"')"
check_equal "$OVERLAY: the manifests refer to Secrets" true "$(ask '[.. | .secretKeyRef? // empty] | length > 5')"
# Prints the development secrets and those in the cluster. Values under 12 characters are user names, not secrets.
values() { echo development-only; kn get secrets --output json | jq -r '.items[].data // {} | .[] | @base64d | split("\n")[] | select(length >= 12)'; }
check "$OVERLAY: the Secrets of the cluster can be read" kn get secret jwt-secret minio-secret
check_equal "$OVERLAY: no value of a Secret is in the manifests" 0 "$(grep -cFf <(values) "$rendered" || true)"
check_equal "$OVERLAY: the check finds a value of a Secret" 1 "$(values | tail -n 1 | grep -cFf <(values) || true)"
