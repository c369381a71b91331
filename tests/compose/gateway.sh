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

# hosts_are_separate USER PASSWORD : checks that each host serves only its own program; stores the console's session in $work/jar
hosts_are_separate() {
  check_equal 'MinIO does not list the images' 403 "$(code $api/product-images/)"
  check_equal 'MinIO lets no other origin read its responses' '' "$(https -D - -o /dev/null -H 'Origin: https://elsewhere.local' $api/product-images/ | grep -i access-control || true)"
  check_equal "the shop's host does not serve MinIO" 404 "$(code $shop/minio/health/live)"
  check_equal "login to MinIO's console works through the gateway" 204 \
    "$(code -c "$work/jar" -H 'Content-Type: application/json' -d "{\"accessKey\":\"$1\",\"secretKey\":\"$2\"}" $console/api/v1/login)"
}
