# Checks of the gateway on HTTPS: Traefik in Compose, the ingress in Kubernetes. Sourced after lib.sh; creates $work.
shop=https://ecommerce.local
api=https://minio-api.local
console=https://minio.local
work=$(mktemp -d)
https() { curl -sS --cacert "$CA" --max-time 20 "$@"; }
code() { https -o /dev/null -w '%{http_code}' "$@"; }

redirects() {
  check_equal 'HTTP redirects to HTTPS' "301 $shop/api/products" "$(curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' "http://ecommerce.local/api/products" | sed 's/^308/301/')"
}

# hosts_are_separate USER PASSWORD : each host name serves its own program; leaves the console's session in $work/jar
hosts_are_separate() {
  check_equal 'the images cannot be listed' 403 "$(code $api/product-images/)"
  check_equal "nor MinIO on the shop's name" 404 "$(code $shop/minio/health/live)"
  check_equal "the console's login works through the gateway" 204 \
    "$(code -c "$work/jar" -H 'Content-Type: application/json' -d "{\"accessKey\":\"$1\",\"secretKey\":\"$2\"}" $console/api/v1/login)"
}
