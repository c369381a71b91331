#!/usr/bin/env bash
# The certificates of the three local names, in certs/.
#   certs.sh make    makes those that are missing, end within a month, or are not of this machine's mkcert
#   certs.sh check   says what is missing and how to make it
set -euo pipefail
cd "$(dirname "$0")/../.."
names=(ecommerce.local minio.local minio-api.local)
month=$((30 * 24 * 3600))

# sound NAME : there, lasting, and signed by mkcert's authority where that is known
sound() {
  local cert=certs/$1.pem root
  [ -s "$cert" ] && [ -s "certs/$1-key.pem" ] && openssl x509 -in "$cert" -noout -checkend $month >/dev/null || return 1
  command -v mkcert >/dev/null || return 0
  root=$(mkcert -CAROOT)/rootCA.pem
  openssl verify -CAfile "$root" "$cert" >/dev/null 2>&1
}

check() {
  local missing=()
  for name in "${names[@]}"; do sound "$name" || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] && return
  echo "No sound certificate for ${missing[*]}: run 'just certs' (or tools/tls/certs.sh make), then this again." >&2
  exit 1
}

make() {
  local said
  command -v mkcert >/dev/null || {
    echo "This needs mkcert: https://github.com/FiloSottile/mkcert#installation (brew install mkcert, apt install mkcert, choco install mkcert)." >&2
    exit 1
  }
  mkdir -p certs
  for name in "${names[@]}"; do
    if sound "$name"; then echo "$name: there already, until $(openssl x509 -in "certs/$name.pem" -noout -enddate | cut -d= -f2)"
    else
      said=$(mkcert -cert-file "certs/$name.pem" -key-file "certs/$name-key.pem" "$name" 2>&1) || { echo "$name: mkcert could not make it: $said" >&2; exit 1; }
      echo "$name: made"
    fi
  done
  cat <<EOF

To make browsers and curl on this machine trust them, once:  mkcert -install
To trust them in one command only:                           curl --cacert "$(mkcert -CAROOT)/rootCA.pem" ...
DOMAINS.md has the rest, Firefox and WSL included.
EOF
}

case ${1:-} in make | check) "$1" ;; *) sed -n '2,4p' "$0" >&2; exit 2 ;; esac
