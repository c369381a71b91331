# Makes the environment of a machine on which other programs have left their settings, and runs commands in it; sourced.

# make_home FOLDER : a home with settings of another MinIO and another Traefik, and a script that stops the shop's programs
make_home() {
  mkdir -p "$1/.minio/certs" "$1/.config"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=other \
    -keyout "$1/.minio/certs/private.key" -out "$1/.minio/certs/public.crt" 2>/dev/null
  echo 'entryPoints: { web: { address: "127.0.0.1:1" } }' >"$1/.config/traefik.yml"
  cat >"$1/require.cjs" <<'EOS'
if (/(dist.server\.js|serve.main\.mjs|bin.tsc|bin.next)$/.test(process.argv[1] ?? '')) throw new Error('loaded by NODE_OPTIONS');
EOS
}

# in_other_environment HOME COMMAND... : replaces this process. Nothing listens on the port of the proxies.
in_other_environment() {
  local home=$1; shift
  exec env -u NO_PROXY -u no_proxy HOME="$home" XDG_CACHE_HOME="${XDG_CACHE_HOME:-$HOME/.cache}" XDG_CONFIG_HOME="$home/.config" \
    NODE_USE_ENV_PROXY=1 HTTP_PROXY=http://127.0.0.1:9 http_proxy=http://127.0.0.1:9 HTTPS_PROXY=http://127.0.0.1:9 \
    ALL_PROXY=http://127.0.0.1:9 NODE_ENV=development NODE_OPTIONS="--max-old-space-size=256 --require=$home/require.cjs" \
    NODE_PATH="$home" TS_NODE_PROJECT=other.json NEXT_RUNTIME=edge FORCE_COLOR=3 LC_ALL=tr_TR.UTF-8 TZ=Pacific/Apia \
    TRAEFIK_PING=false MINIO_BROWSER=off MONGO_URL=mongodb://other NATS_URL=nats://other GOFLAGS=-mod=vendor GO111MODULE=off \
    "$@"
}
