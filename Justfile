# Shortcuts for daily commands. Each runs a plain command that also works without just.
# To use HTTPS in every recipe, set COMPOSE_FILE=docker-compose.yml:docker-compose.tls.yml in .env.

https_files := "docker-compose.yml:docker-compose.tls.yml"
export REVISION := `git rev-parse --short HEAD 2>/dev/null || echo unknown`

[private]
default:
    @just --list --unsorted

# Build changed images, start the stack and wait until it is ready
up:
    @tools/check-ports.sh
    docker compose up --build --detach --wait
    @tools/urls.sh

# Stop the stack; keep all data
down:
    docker compose --profile tools --profile observability down

# Stop the stack and delete all users, orders and images
[confirm("This deletes all users, orders and images of this stack. Continue? [y/N]")]
reset:
    docker compose --profile tools --profile observability down --volumes

# Follow the logs of one service, or of all
logs *SERVICE:
    docker compose logs --follow --tail 100 {{ SERVICE }}

# Print the timeline of an order from the logs of all services (docs/observability.md)
trace ORDER_ID *ARGS:
    @node tools/trace/main.mjs {{ ORDER_ID }} {{ ARGS }}

# Start Prometheus and Grafana for the running shop
observe:
    docker compose --profile observability up --detach --wait prometheus grafana
    @echo "dashboard  http://$(docker compose --profile observability port grafana 3000)"
    @echo "Prometheus http://$(docker compose --profile observability port prometheus 9090)"

# Show all containers and their health
ps:
    docker compose ps --all

# Check this machine and print a fix for each problem
doctor:
    @npm run --silent doctor

# Run the smoke test; default BASE_URL: http://localhost:8080
smoke *BASE_URL:
    tests/smoke.sh {{ BASE_URL }}

# Add sample data: 60 products with images, three sellers, two buyers, orders in every state; default BASE_URL: http://localhost:8080
seed *BASE_URL:
    npm run --silent seed -- {{ BASE_URL }}

# Fuzz every route, with N inputs each: just fuzz http://localhost:8080 N
fuzz *ARGS:
    tests/fuzz.sh {{ ARGS }}

# Run all tests, on temporary servers
[positional-arguments]
test *ARGS:
    npm test -- "$@"

# Run a group of CI's checks: code, embedded, compose or kubernetes
ci GROUP:
    ci/{{ GROUP }}.sh

# Inject random faults into a separate shop and check all invariants; SEED repeats a run. In containers: just chaos 1 6 --compose
chaos SEED="" MINUTES="30" CLUSTER="":
    SEED={{ SEED }} MINUTES={{ MINUTES }} CLUSTER={{ trim_start_match(CLUSTER, "--") }} npm run chaos

# Crash every service 20 times at each crash point (write, publish, ack, charge) under load
crash-everywhere:
    npm run crash-everywhere

# Measure the shop's performance, optionally compared with another built checkout: just bench --quick --against ../other
[positional-arguments]
bench *ARGS:
    @node tools/bench/bench.mjs "$@"

# Scale a service to N containers
scale SERVICE N:
    docker compose up --detach --no-deps --no-recreate --wait --scale {{ SERVICE }}={{ N }} {{ SERVICE }}

# Run the services from their sources in containers, with hot reload
watch:
    @tools/check-ports.sh
    COMPOSE_FILE=$(tools/compose-setting.sh COMPOSE_FILE):docker-compose.dev.yml docker compose up --build --watch

# Open mongosh in the database of one service
shell-mongo SERVICE:
    docker compose exec {{ SERVICE }}-mongo mongosh {{ SERVICE }}

# Run nats-test, the command-line tool for events: just nats tail, just nats dlq list, just nats publish ...
[positional-arguments]
nats *ARGS:
    docker compose run --rm --build nats-test "$@"

# Print all URLs and the login of MinIO's console
urls:
    @tools/urls.sh

# Start the stack on HTTPS: ecommerce.local, minio.local and minio-api.local
tls:
    @tools/tls/certs.sh check
    @tools/tls/hosts.sh
    @tools/tls/secrets.sh
    @COMPOSE_FILE={{ https_files }} tools/tls/up.sh

# Create missing or expiring certificates for HTTPS with mkcert
certs:
    @tools/tls/certs.sh make

# Check that the three local host names resolve to this machine
hosts:
    @tools/tls/hosts.sh

# Deploy the same images to Kubernetes (docs/kubernetes.md)
[group('kubernetes')]
k8s:
    @tools/k8s/up.sh

# Delete the shop with all its data from Kubernetes
[group('kubernetes')]
[confirm("This deletes all users, orders and images of the shop in Kubernetes. Continue? [y/N]")]
k8s-down:
    @tools/k8s/down.sh

# Follow the logs of all pods of a service
[group('kubernetes')]
k8s-logs SERVICE:
    @tools/k8s/kubectl.sh logs --selector io.kompose.service={{ SERVICE }} --prefix --tail 100 --follow --max-log-requests 10

# Show the workloads in Kubernetes and their state
[group('kubernetes')]
k8s-status:
    @tools/k8s/kubectl.sh get deployments,statefulsets,pods,persistentvolumeclaims,ingresses

# Show the changes that `just k8s` would make, except to images
[group('kubernetes')]
k8s-diff:
    @tools/k8s/diff.sh

# Print a value of a Secret: just k8s-secret minio-secret MINIO_SECRET_KEY
[group('kubernetes')]
k8s-secret NAME KEY:
    @tools/k8s/kubectl.sh get secret {{ NAME }} --output go-template='{{{{index .data "{{ KEY }}" | base64decode}}{{{{"\n"}}'

# Run the smoke test against the shop in Kubernetes
[group('kubernetes')]
k8s-smoke:
    @tools/k8s/smoke.sh
