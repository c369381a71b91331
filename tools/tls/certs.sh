#!/usr/bin/env bash
# Manages the certificates of the three local host names in certs/.
#   certs.sh make    creates certificates that are missing, expire within a month, or are not signed by this machine's mkcert
#   certs.sh check   fails if a certificate is missing or invalid, and says how to create it
set -euo pipefail
cd "$(dirname "$0")/../.."
names=(ecommerce.local minio.local minio-api.local)
month=$((30 * 24 * 3600))

# is_valid NAME : whether the certificate exists, does not expire soon and, if mkcert is installed, is signed by its CA
is_valid() {
  local cert=certs/$1.pem root
  [ -s "$cert" ] && [ -s "certs/$1-key.pem" ] && openssl x509 -in "$cert" -noout -checkend $month >/dev/null || return 1
  command -v mkcert >/dev/null || return 0
  root=$(mkcert -CAROOT)/rootCA.pem
  openssl verify -CAfile "$root" "$cert" >/dev/null 2>&1
}

check() {
  local missing=()
  for name in "${names[@]}"; do is_valid "$name" || missing+=("$name"); done
  [ ${#missing[@]} -eq 0 ] && return
  echo "No valid certificate for ${missing[*]}. Run 'just certs' (or tools/tls/certs.sh make), then run this again." >&2
  exit 1
}

make() {
  local output
  command -v mkcert >/dev/null || {
    echo "mkcert is not installed. Install it: https://github.com/FiloSottile/mkcert#installation (brew, apt or choco install mkcert)" >&2
    exit 1
  }
  mkdir -p certs
  for name in "${names[@]}"; do
    if is_valid "$name"; then echo "$name: valid until $(openssl x509 -in "certs/$name.pem" -noout -enddate | cut -d= -f2)"
    else
      output=$(mkcert -ecdsa -cert-file "certs/$name.pem" -key-file "certs/$name-key.pem" "$name" 2>&1) || { echo "$name: mkcert failed: $output" >&2; exit 1; }
      echo "$name: created"
    fi
  done
  cat <<EOF

To make browsers and curl on this machine trust them:  mkcert -install
To trust them in a single command:                     curl --cacert "$(mkcert -CAROOT)/rootCA.pem" ...
For Firefox, WSL and more, see DOMAINS.md.
EOF
}

case ${1:-} in make | check) "$1" ;; *) sed -n '2,4p' "$0" >&2; exit 2 ;; esac
