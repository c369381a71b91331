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
    docker compose --profile tools down

# Stop everything and remove all users, orders and pictures
[confirm("This removes every user, order and picture of this stack. Go on? [y/N]")]
reset:
    docker compose --profile tools down --volumes

# Follow the log of one service, or of all
logs *SERVICE:
    docker compose logs --follow --tail 100 {{ SERVICE }}

# What runs, and how it is
ps:
    docker compose ps --all

# Walk through the whole shop with curl; BASE_URL is http://localhost:8080 without one
smoke *BASE_URL:
    tests/smoke.sh {{ BASE_URL }}

# Every test, on servers of its own
test *ARGS:
    npm test -- {{ ARGS }}

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
nats *ARGS:
    docker compose run --rm --build nats-test {{ ARGS }}

# Every address, with the login of MinIO's console
urls:
    @tools/urls.sh

# HTTPS on ecommerce.local, minio.local and minio-api.local
tls:
    @tools/tls/certs.sh check
    @tools/tls/hosts.sh
    @tools/tls/secrets.sh
    COMPOSE_FILE={{ both }} docker compose up --build --detach --wait
    @COMPOSE_FILE={{ both }} tools/urls.sh

# Make the certificates of HTTPS with mkcert, where they are missing or end soon
certs:
    @tools/tls/certs.sh make

# Check that this machine knows the three names
hosts:
    @tools/tls/hosts.sh
