#!/usr/bin/env bash
# Prints the URLs of the Compose stack as currently configured, and the login of MinIO's console.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v jq >/dev/null || { echo 'jq is not installed. Install it and run this again.' >&2; exit 1; }

docker compose config --format json | jq -r '
  .services as $services |
  def port($service; $target):
    [$services[$service].ports[]? | select(.target == $target) | .published | tostring][0];
  def suffix($standard): if . == null or . == $standard then "" else ":" + . end;
  $services.minio.environment as $minio |
  (port("gateway"; 8443)) as $https |
  (if $https then ($https | suffix("443")) as $at |
    { shop: "https://ecommerce.local\($at)", console: "https://minio.local\($at)", media: "https://minio-api.local\($at)" }
  else
    { shop: ("http://localhost" + (port("gateway"; 8080) | suffix("80"))),
      console: "http://localhost:\(port("minio"; 9001))", media: "http://localhost:\(port("minio"; 9000))" }
  end) as $url |
  "",
  "  shop           \($url.shop)",
  "  API            \($url.shop)/api/products",
  "  payments       " + (if ($services.payments.environment.STRIPE_SECRET_KEY // "") == ""
    then "http://localhost:\(port("stripe-emulator"; 3000)) (Stripe emulator)" else "https://dashboard.stripe.com/test" end),
  (if ($services.auth.environment.SMTP_URL // "") == "" then "  mails          http://localhost:\(port("maildev"; 1080)) (MailDev)" else empty end),
  "  MinIO console  \($url.console) (user \($minio.MINIO_ROOT_USER), password \($minio.MINIO_ROOT_PASSWORD))",
  "  MinIO API      \($url.media)",
  ""'
