#!/usr/bin/env bash
# Validates skaffold.yaml with its published schema, and compares its images with those of Compose. Does not run Skaffold.
source "$(dirname "$0")/lib.sh"
require go https://go.dev/doc/install
require jq https://jqlang.org/download
# Skaffold's Go module contains the schemas, which pins them. kubeconform can validate with them, because skaffold.yaml has
# an apiVersion and a kind.
MODULE=github.com/GoogleContainerTools/skaffold/v2
PINNED=v2.16.1
SUM=h1:eMrp2qpn/5j2c1P/JqLo+mxcpEIdtokb/tCY2W/05ic=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && go mod init schemas && go mod download -json $MODULE@$PINNED >module.json); }
check "Skaffold $PINNED can be downloaded" fetch
check_equal 'its checksum is the pinned one' "$SUM" "$(jq -r .Sum "$work/module.json")"
schemas=$(jq -r .Dir "$work/module.json")/docs-v2/content/en/schemas
version=$(sed -n 's|^apiVersion: skaffold/||p' skaffold.yaml)
check_equal 'skaffold.yaml uses the newest schema' "$(cd "$schemas" && printf '%s\n' v4*.json | sort -V | tail -n 1)" "$version.json"
valid() { kubeconform -strict -schema-location "$schemas/$version.json" "$1"; }
check 'skaffold.yaml is valid' valid skaffold.yaml

# broken NAME FROM TO : makes a mistake in a copy and expects the validation to find it
broken() {
  sed "s|$2|$3|" skaffold.yaml >"$work/broken.yaml"
  ! cmp -s skaffold.yaml "$work/broken.yaml" || fail "$1" "skaffold.yaml does not contain $2"
  check_fails "$1 is found" 'is invalid' valid "$work/broken.yaml"
}
broken 'an unknown key' 'artifacts:' 'artefacts:'
broken 'an unknown nested key' 'dockerfile: client' 'dokerfile: client'
broken 'a value of the wrong type' 'push: false' 'push: "no"'
broken 'a missing key' 'image: ecommerce/auth' 'context: .'

# Prints lines of: image, Dockerfile, SERVICE, FOLDER
ours() { to_json skaffold.yaml | jq -r '.build.artifacts[] |
  [.image, .docker.dockerfile, .docker.buildArgs.SERVICE // "-", .docker.buildArgs.FOLDER // "-"] | join(" ")' | sort; }
# Prints the same for Compose, with default values. Only Compose has nats-test, in a profile.
theirs() { env -i PATH="$PATH" HOME="$HOME" docker compose --env-file /dev/null config --format json | jq -r '.services[] | select(.build) |
  .build.args as $args | [(.image | sub(":.*"; "")), .build.dockerfile, $args.SERVICE // "-",
  $args.FOLDER // (if $args.SERVICE then "services/\($args.SERVICE)" else "-" end)] | join(" ")' | sort; }
check_equal 'it builds the images of Compose with the same Dockerfiles' "$(theirs)" "$(ours)"
check_equal 'it builds every image that the manifests name' "$(sed -nE 's|^ *image: (ecommerce/[^:]*):.*|\1|p' k8s/base/*.yaml | sort)" \
  "$(ours | cut -d' ' -f1)"
for overlay in $(to_json skaffold.yaml | jq -r '.manifests.kustomize.paths[]'); do
  check "kustomize renders $overlay" kubectl kustomize "$overlay"
done
check_equal 'it deploys only to the context minikube' minikube "$(to_json skaffold.yaml | jq -r .deploy.kubeContext)"
finish
