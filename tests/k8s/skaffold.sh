#!/usr/bin/env bash
# skaffold.yaml against its published schema, and against Compose, whose images it has to build. Skaffold itself is not run.
source "$(dirname "$0")/lib.sh"
require go https://go.dev/doc/install
require jq https://jqlang.org/download
# The schemas come with Skaffold's own Go module, so that they are pinned. kubeconform reads them: it checks whatever has
# an apiVersion and a kind, and the manifests need it anyway.
MODULE=github.com/GoogleContainerTools/skaffold/v2
PINNED=v2.16.1
SUM=h1:eMrp2qpn/5j2c1P/JqLo+mxcpEIdtokb/tCY2W/05ic=

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fetch() { (cd "$work" && go mod init schemas && go mod download -json $MODULE@$PINNED >module.json); }
check "Skaffold $PINNED can be downloaded" fetch
check_equal 'and is what was pinned' "$SUM" "$(jq -r .Sum "$work/module.json")"
schemas=$(jq -r .Dir "$work/module.json")/docs-v2/content/en/schemas
version=$(sed -n 's|^apiVersion: skaffold/||p' skaffold.yaml)
check_equal 'its schema is the newest there' "$(cd "$schemas" && printf '%s\n' v4*.json | sort -V | tail -n 1)" "$version.json"
valid() { kubeconform -strict -schema-location "$schemas/$version.json" "$1"; }
check 'skaffold.yaml is valid' valid skaffold.yaml

# broken NAME FROM TO : puts a mistake into a copy
broken() {
  sed "s|$2|$3|" skaffold.yaml >"$work/broken.yaml"
  ! cmp -s skaffold.yaml "$work/broken.yaml" || fail "$1" "nothing in skaffold.yaml is $2"
  check_fails "$1 is found" 'is invalid' valid "$work/broken.yaml"
}
broken 'an unknown key' 'artifacts:' 'artefacts:'
broken 'an unknown key within' 'dockerfile: client' 'dokerfile: client'
broken 'a value of the wrong type' 'push: false' 'push: "no"'
broken 'a key that is missing' 'image: ecommerce/auth' 'context: .'

# Lines of: image, Dockerfile, SERVICE, FOLDER
ours() { to_json skaffold.yaml | jq -r '.build.artifacts[] |
  [.image, .docker.dockerfile, .docker.buildArgs.SERVICE // "-", .docker.buildArgs.FOLDER // "-"] | join(" ")' | sort; }
# Of Compose's with their defaults; nats-test is for Compose only.
theirs() { env -i PATH="$PATH" HOME="$HOME" docker compose --env-file /dev/null config --format json | jq -r '.services[] | select(.build) |
  .build.args as $args | [(.image | sub(":.*"; "")), .build.dockerfile, $args.SERVICE // "-",
  $args.FOLDER // (if $args.SERVICE then "services/\($args.SERVICE)" else "-" end)] | join(" ")' | sort; }
check_equal 'it builds the images of Compose, with the same Dockerfiles' "$(theirs)" "$(ours)"
check_equal 'and each that the manifests name, by that name' "$(sed -nE 's|^ *image: (ecommerce/[^:]*):.*|\1|p' k8s/base/*.yaml | sort)" \
  "$(ours | cut -d' ' -f1)"
for overlay in $(to_json skaffold.yaml | jq -r '.manifests.kustomize.paths[]'); do
  check "$overlay can be rendered" kubectl kustomize "$overlay"
done
check_equal 'it deploys to the context minikube and to no other' minikube "$(to_json skaffold.yaml | jq -r .deploy.kubeContext)"
finish
