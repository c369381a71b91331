# What the front does on HTTPS, whoever it is: Traefik in Compose, an ingress in Kubernetes. Sourced after lib.sh; makes $work.
shop=https://ecommerce.local
api=https://minio-api.local
console=https://minio.local
work=$(mktemp -d)
https() { curl -sS --cacert "$CA" --max-time 20 "$@"; }
code() { https -o /dev/null -w '%{http_code}' "$@"; }

redirects() {
  same 'HTTP redirects to HTTPS' "301 $shop/api/products" "$(curl -sS -o /dev/null -w '%{http_code} %{redirect_url}' "http://ecommerce.local/api/products" | sed 's/^308/301/')"
}

# keeps_to_names USER PASSWORD : each name has what it is for; leaves the console's session in $work/jar
keeps_to_names() {
  same 'the pictures can not be listed' 403 "$(code $api/product-images/)"
  same "nor MinIO on the shop's name" 404 "$(code $shop/minio/health/live)"
  same "the console's login works through the front" 204 \
    "$(code -c "$work/jar" -H 'Content-Type: application/json' -d "{\"accessKey\":\"$1\",\"secretKey\":\"$2\"}" $console/api/v1/login)"
}
