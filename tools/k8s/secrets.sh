# The secrets of the overlay; sourced by up.sh. Those that exist are kept: other keys would end every session, and lock
# the services out of MinIO.

random() { openssl rand -hex 32; }
from_compose() { composed -r ".services[\"$1\"].environment[\"$2\"] // \"\""; }

# not_public VALUE : the value, or a random one where Compose has none but that of development
not_public() { case $1 in '' | development*) random ;; *) printf '%s' "$1" ;; esac; }

# secret NAME : from lines of KEY=value on its input, so that no value is seen among the processes
secret() {
  kn create secret generic "$1" --from-env-file=/dev/stdin >/dev/null && say "secret $1: made"
}

have_secret() { kn get secret "$1" >/dev/null 2>&1; }

make_secrets() {
  have_secret jwt-secret || secret jwt-secret <<<"JWT_KEY=$(not_public "$(from_compose auth JWT_KEY)")"
  have_secret stripe-secret || secret stripe-secret <<EOS
STRIPE_SECRET_KEY=$(from_compose payments STRIPE_SECRET_KEY)
STRIPE_PUBLISHABLE_KEY=$(from_compose client STRIPE_PUBLISHABLE_KEY)
EOS
  have_secret minio-secret || secret minio-secret <<EOS
MINIO_ACCESS_KEY=$(from_compose minio MINIO_ROOT_USER)
MINIO_SECRET_KEY=$(not_public "$(from_compose minio MINIO_ROOT_PASSWORD)")
EOS
  local name
  for name in ecommerce.local minio.local minio-api.local; do
    kn create secret tls "${name//./-}-tls" --cert "certs/$name.pem" --key "certs/$name-key.pem" --dry-run=client --output yaml |
      kn apply --filename - >/dev/null
  done
}
