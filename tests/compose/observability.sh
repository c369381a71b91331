#!/usr/bin/env bash
# Checks that Prometheus scrapes every service, that all queries of the dashboard return data, and that an alert fires and
# resolves. Needs a running stack on HTTP.
source "$(dirname "$0")/lib.sh"
base=http://localhost:${PORT:-8080}
prometheus=http://localhost:${PROMETHEUS_PORT:-9090}
export COMPOSE_PROFILES=observability

# ask QUERY : prints Prometheus' response as JSON; fails if the query is invalid
ask() { curl -fsS --data-urlencode "query=$1" "$prometheus/api/v1/query"; }
# series QUERY : prints the number of series that the query returns
series() { ask "$1" | jq '.data.result | length'; }
up_are() { [ "$(series 'up == 1')" -eq "$1" ]; }
fires() { ask "ALERTS{alertstate=\"firing\",alertname=\"$1\",service=\"$2\"}" | jq -e '.data.result | length > 0'; }
silent() { ! fires "$@"; }

check 'Prometheus starts' up prometheus
eventually 60 up_are ${#services[@]} || fail 'Prometheus scrapes every service' "$(ask up)"
passed 'Prometheus scrapes every service'
check 'the smoke test creates traffic' smoke "$base"
sleep 12

mapfile -t queries < <(jq -r '.panels[].targets[]?.expr' compose/observability/grafana/shop.json)
[ "${#queries[@]}" -gt 5 ] || fail 'the dashboard has queries' "${queries[*]}"
for query in "${queries[@]}"; do
  found=$(series "$query") || fail "dashboard query: $query" "$(curl -sS --data-urlencode "query=$query" "$prometheus/api/v1/query")"
  # Without failures and redeliveries, these queries return no series.
  case $query in *5..*aborted* | *redeliveries*) ;; *) [ "$found" -gt 0 ] || fail "dashboard query: $query" 'it returns no data' ;; esac
  passed "dashboard query: $query"
done

rules() { curl -fsS "$prometheus/api/v1/rules" | jq -r "[.data.groups[].rules[] | select($1)] | length"; }
check 'the alert rules pass their unit tests' docker run --rm --network none --entrypoint promtool \
  --volume "$PWD/compose/observability:/rules:ro" "$(docker compose config --format json | jq -r .services.prometheus.image)" test rules /rules/alerts.test.yml
check_equal 'Prometheus has loaded every rule' "$(cat compose/observability/{expected-services,alerts}.yml | grep -cE '(alert|record):')" "$(rules true)"
check_equal 'no rule has an evaluation error' 0 "$(rules '.health != "ok"')"

check 'cart stops' docker compose stop cart
eventually 120 fires ServiceAway cart || fail 'the alert ServiceAway fires' "$(ask ALERTS)"
passed 'the alert ServiceAway fires'
check 'cart starts again' up cart
eventually 120 silent ServiceAway cart || fail 'the alert resolves' "$(ask ALERTS)"
passed 'the alert resolves'
check 'Prometheus stops' docker compose rm --stop --force prometheus
finish
