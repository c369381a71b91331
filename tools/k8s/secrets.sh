# Creates the Secrets of the overlay; sourced by up.sh. Keeps existing ones, because new keys would end every session and lock
# the services out of MinIO.

random() { openssl rand -hex 32; }
from_compose() { composed -r ".services[\"$1\"].environment[\"$2\"] // \"\""; }

# or_random VALUE : prints the value, or a random one if it is blank, a comment or the development value
or_random() { case $1 in '' | ' '* | '# '* | development*) random ;; *) printf '%s' "$1" ;; esac; }

# secret NAME : creates a Secret from lines of KEY=value on stdin, so that no value appears in the process list
secret() {
  kn create secret generic "$1" --from-env-file=/dev/stdin >/dev/null && say "secret $1: created"
}

have_secret() { kn get secret "$1" >/dev/null 2>&1; }

# Prints the keys of session tokens: those of .env, or a new pair if these are blank or for development.
session_keys() {
  local private public
  private=$(from_compose auth JWT_PRIVATE_KEY) public=$(from_compose auth JWT_PUBLIC_KEYS)
  case $private in '' | ' '* | '# '* | development*) tools/session-keys.sh ;;
  *) printf 'JWT_PRIVATE_KEY=%s\nJWT_PUBLIC_KEYS=%s\n' "$private" "$public" ;; esac
}

# Versions that signed tokens with one shared key stored another value in the same secret.
have_session_keys() { kn get secret jwt-secret --output json 2>/dev/null | jq --exit-status '.data.JWT_PRIVATE_KEY' >/dev/null; }

create_secrets() {
  have_session_keys || {
    kn delete secret jwt-secret --ignore-not-found >/dev/null
    session_keys | secret jwt-secret
  }
  have_secret mail-secret || secret mail-secret <<EOS
SMTP_URL=$(from_compose auth SMTP_URL)
EOS
  have_secret stripe-secret || secret stripe-secret <<EOS
STRIPE_SECRET_KEY=$(from_compose payments STRIPE_SECRET_KEY)
STRIPE_PUBLISHABLE_KEY=$(from_compose client STRIPE_PUBLISHABLE_KEY)
EOS
  have_secret minio-secret || secret minio-secret <<EOS
MINIO_ACCESS_KEY=$(from_compose minio MINIO_ROOT_USER)
MINIO_SECRET_KEY=$(or_random "$(from_compose minio MINIO_ROOT_PASSWORD)")
EOS
  local name
  for name in ecommerce.local minio.local minio-api.local; do
    kn create secret tls "${name//./-}-tls" --cert "certs/$name.pem" --key "certs/$name-key.pem" --dry-run=client --output yaml |
      kn apply --filename - >/dev/null
  done
}
