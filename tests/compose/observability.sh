#!/usr/bin/env bash
# Prometheus scrapes every service, every query of the dashboard and the alerts has an answer, and an alert fires and
# resolves. Needs the stack on HTTP.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
prometheus=http://localhost:${PROMETHEUS_PORT:-9090}
export COMPOSE_PROFILES=observability

# ask QUERY : prints the answer of Prometheus as JSON; fails when the query is invalid
ask() { curl -fsS --data-urlencode "query=$1" "$prometheus/api/v1/query"; }
# series QUERY : prints the number of series in the answer
series() { ask "$1" | jq '.data.result | length'; }
up_are() { [ "$(series 'up == 1')" -eq "$1" ]; }
fires() { ask "ALERTS{alertstate=\"firing\",alertname=\"$1\",service=\"$2\"}" | jq -e '.data.result | length > 0'; }
silent() { ! fires "$@"; }

check 'Prometheus comes up' up prometheus
eventually 60 up_are ${#services[@]} || fail 'it scrapes every service' "$(ask up)"
passed 'it scrapes every service'
check 'the shop is used' smoke "$base"
sleep 12

mapfile -t queries < <(jq -r '.panels[].targets[]?.expr' compose/observability/grafana/shop.json)
[ "${#queries[@]}" -gt 5 ] || fail 'the dashboard asks something' "${queries[*]}"
for query in "${queries[@]}"; do
  found=$(series "$query") || fail "the dashboard: $query" "$(curl -sS --data-urlencode "query=$query" "$prometheus/api/v1/query")"
  # Nothing has failed and nothing was redelivered, so these have no series.
  case $query in *5..*aborted* | *redeliveries*) ;; *) [ "$found" -gt 0 ] || fail "the dashboard: $query" 'no answer' ;; esac
  passed "the dashboard: $query"
done

rules() { curl -fsS "$prometheus/api/v1/rules" | jq -r "[.data.groups[].rules[] | select($1)] | length"; }
check 'the alerts do what their tests say' docker run --rm --network none --entrypoint promtool \
  --volume "$PWD/compose/observability:/rules:ro" "$(docker compose config --format json | jq -r .services.prometheus.image)" test rules /rules/alerts.test.yml
check_equal 'every rule is there' "$(grep -cE '(alert|record):' compose/observability/alerts.yml)" "$(rules true)"
check_equal 'and can be evaluated' 0 "$(rules '.health != "ok"')"

check 'a service stops' docker compose stop cart
eventually 120 fires ServiceAway cart || fail 'an alert says so' "$(ask ALERTS)"
passed 'an alert says so'
check 'it starts again' up cart
eventually 120 silent ServiceAway cart || fail 'the alert ends' "$(ask ALERTS)"
passed 'the alert ends'
check 'Prometheus stops' docker compose rm --stop --force prometheus
finish
