# The daily commands; each is a line over a plain one that works without just.
# The stack on HTTPS in every recipe: COMPOSE_FILE=docker-compose.yml:docker-compose.tls.yml in .env

set dotenv-load

both := "docker-compose.yml:docker-compose.tls.yml"
export REVISION := `git rev-parse --short HEAD 2>/dev/null || echo unknown`

[private]
default:
    @just --list --unsorted

# Build what changed, start everything, wait until it is ready
up:
    docker compose up --build --detach --wait
    @tools/urls.sh

# Stop everything; all data stays
down:
    docker compose --profile tools --profile observability down

# Stop everything and remove all users, orders and pictures
[confirm("This removes every user, order and picture of this stack. Go on? [y/N]")]
reset:
    docker compose --profile tools --profile observability down --volumes

# Follow the log of one service, or of all
logs *SERVICE:
    docker compose logs --follow --tail 100 {{ SERVICE }}

# Print the story of an order, in order, from the logs of all services: docs/observability.md
trace ORDER_ID *ARGS:
    @node tools/trace/main.mjs {{ ORDER_ID }} {{ ARGS }}

# Metrics of the shop that runs, and a dashboard of them
observe:
    docker compose --profile observability up --detach --wait prometheus grafana
    @echo "dashboard  http://$(docker compose --profile observability port grafana 3000)"
    @echo "Prometheus http://$(docker compose --profile observability port prometheus 9090)"

# What runs, and how it is
ps:
    docker compose ps --all

# What this machine has for all of this, and the command that mends what is wrong
doctor:
    @npm run --silent doctor

# Walk through the whole shop with curl; BASE_URL is http://localhost:8080 without one
smoke *BASE_URL:
    tests/smoke.sh {{ BASE_URL }}

# Fill the shop: 60 products with pictures, three sellers, two buyers, orders in every state; BASE_URL is http://localhost:8080
seed *BASE_URL:
    npm run --silent seed -- {{ BASE_URL }}

# Send to every route what nobody would think of: just fuzz http://localhost:8080 100
fuzz *ARGS:
    tests/fuzz.sh {{ ARGS }}

# Every test, on servers of its own
[positional-arguments]
test *ARGS:
    npm test -- "$@"

# Break a shop of its own on a schedule that SEED repeats, and check every promise; in containers: just chaos 1 6 --compose
chaos SEED="" MINUTES="30" CLUSTER="":
    SEED={{ SEED }} MINUTES={{ MINUTES }} CLUSTER={{ trim_start_match(CLUSTER, "--") }} npm run chaos

# Let every service die 20 times at each place where it writes, publishes, acks or charges, while people shop
crash-everywhere:
    npm run crash-everywhere

# Measure what the shop costs, beside another checkout that is built: just bench --quick --against ../other
[positional-arguments]
bench *ARGS:
    @node tools/bench/bench.mjs "$@"

# Run N containers of a service
scale SERVICE N:
    docker compose up --detach --no-deps --no-recreate --wait --scale {{ SERVICE }}={{ N }} {{ SERVICE }}

# Rebuild and restart a service at each edit of its code
watch:
    docker compose up --build --watch

# MongoDB's shell in the database of one service
shell-mongo SERVICE:
    docker compose exec {{ SERVICE }}-mongo mongosh {{ SERVICE }}

# The command line for events: just nats tail, just nats parked, just nats publish ...
[positional-arguments]
nats *ARGS:
    docker compose run --rm --build nats-test "$@"

# Every address, with the login of MinIO's console
urls:
    @tools/urls.sh

# HTTPS on ecommerce.local, minio.local and minio-api.local
tls:
    @tools/tls/certs.sh check
    @tools/tls/hosts.sh
    @tools/tls/secrets.sh
    @COMPOSE_FILE={{ both }} tools/tls/up.sh

# Make the certificates of HTTPS with mkcert, where they are missing or end soon
certs:
    @tools/tls/certs.sh make

# Check that this machine knows the three names
hosts:
    @tools/tls/hosts.sh

# The same images in Kubernetes, behind its ingress: docs/kubernetes.md
[group('kubernetes')]
k8s:
    @tools/k8s/up.sh

# Remove the shop from Kubernetes with all its data
[group('kubernetes')]
[confirm("This removes every user, order and picture of the shop in Kubernetes. Go on? [y/N]")]
k8s-down:
    @tools/k8s/down.sh

# Follow the log of one service in Kubernetes, of all its pods
[group('kubernetes')]
k8s-logs SERVICE:
    @tools/k8s/kubectl.sh logs --selector io.kompose.service={{ SERVICE }} --prefix --tail 100 --follow --max-log-requests 10

# What runs in Kubernetes, and how it is
[group('kubernetes')]
k8s-status:
    @tools/k8s/kubectl.sh get deployments,statefulsets,pods,persistentvolumeclaims,ingresses

# What `just k8s` would change, the images aside
[group('kubernetes')]
k8s-diff:
    @tools/k8s/diff.sh

# One value of a secret in Kubernetes: just k8s-secret minio-secret MINIO_SECRET_KEY
[group('kubernetes')]
k8s-secret NAME KEY:
    @tools/k8s/kubectl.sh get secret {{ NAME }} --output go-template='{{{{index .data "{{ KEY }}" | base64decode}}{{{{"\n"}}'

# Walk through the shop in Kubernetes with curl
[group('kubernetes')]
k8s-smoke:
    @tools/k8s/smoke.sh

# Make k8s/base from the Compose files with kompose
[group('kubernetes')]
k8s-generate:
    @tools/k8s/generate.sh
