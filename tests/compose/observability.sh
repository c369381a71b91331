#!/usr/bin/env bash
# Prometheus sees every service, what the dashboard and the alerts ask it has an answer, and an alert comes and goes.
# On the stack on HTTP.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
prometheus=http://localhost:${PROMETHEUS_PORT:-9090}
export COMPOSE_PROFILES=observability

# ask QUERY : what Prometheus answers, as JSON; it fails where the query is not understood
ask() { curl -fsS --data-urlencode "query=$1" "$prometheus/api/v1/query"; }
# series QUERY : how many series it answers
series() { ask "$1" | jq '.data.result | length'; }
up_are() { [ "$(series 'up == 1')" -eq "$1" ]; }
fires() { ask "ALERTS{alertstate=\"firing\",alertname=\"$1\",service=\"$2\"}" | jq -e '.data.result | length > 0'; }
silent() { ! fires "$@"; }

check 'Prometheus comes up' up prometheus
eventually 60 up_are ${#services[@]} || fail 'it sees every service' "$(ask up)"
passed 'it sees every service'
check 'the shop is used' smoke "$base"
sleep 12

mapfile -t queries < <(jq -r '.panels[].targets[]?.expr' compose/observability/grafana/shop.json)
[ "${#queries[@]}" -gt 5 ] || fail 'the dashboard asks something' "${queries[*]}"
for query in "${queries[@]}"; do
  found=$(series "$query") || fail "the dashboard: $query" "$(curl -sS --data-urlencode "query=$query" "$prometheus/api/v1/query")"
  # Nobody has failed, and nothing has come again.
  case $query in *5..*aborted* | *redeliveries*) ;; *) [ "$found" -gt 0 ] || fail "the dashboard: $query" 'no answer' ;; esac
  passed "the dashboard: $query"
done

rules() { curl -fsS "$prometheus/api/v1/rules" | jq -r "[.data.groups[].rules[] | select($1)] | length"; }
check 'the alerts do what their tests say' docker run --rm --network none --entrypoint promtool \
  --volume "$PWD/compose/observability:/rules:ro" "$(docker compose config --format json | jq -r .services.prometheus.image)" test rules /rules/alerts.test.yml
same 'every rule is there' "$(grep -cE '(alert|record):' compose/observability/alerts.yml)" "$(rules true)"
same 'and can be evaluated' 0 "$(rules '.health != "ok"')"

check 'a service goes' docker compose stop cart
eventually 120 fires ServiceAway cart || fail 'an alert says so' "$(ask ALERTS)"
passed 'an alert says so'
check 'it is back' up cart
eventually 120 silent ServiceAway cart || fail 'the alert ends' "$(ask ALERTS)"
passed 'the alert ends'
check 'Prometheus goes' docker compose rm --stop --force prometheus
finish
