# Compose's images in Kubernetes; sourced by up.sh.

# Lines of: service, image in Compose
compose_images() { composed -r '.services | to_entries[] | select(.key != "gateway") | [.key, .value.image] | @tsv'; }

# The image that k8s/base has for a service.
base_image() { sed -n 's/^ *image: //p' "k8s/base/$1-deployment.yaml" "k8s/base/$1-statefulset.yaml" 2>/dev/null | head -n 1; }

image_id() { docker image inspect --format '{{.Id}}' "$1"; }

# Images get a name by what is in them, so that Kubernetes replaces a pod when its image has changed, and only then: ours
# when they are built, others when their tag has moved and was pulled.
# Prints lines of: image in k8s/base, image to run
name_images() {
  local service image named
  while IFS=$'\t' read -r service image; do
    docker image inspect "$image" >/dev/null 2>&1 || docker pull --quiet "$image" >&2 || die "there is no image $image"
    named=$(image_id "$image")
    named="$image-${named:7:12}"
    names_by_content "$image" | { grep -vxF "$named" || true; } | forget_names
    docker tag "$image" "$named"
    printf '%s\t%s\n' "$(base_image "$service")" "$named"
  done < <(compose_images) | sort -u
}

# write_overlay IMAGES : makes the folder that is applied
write_overlay() {
  mkdir -p $RUN
  {
    echo '# Made by tools/k8s/up.sh: the overlay with the images that Compose has built.'
    echo 'apiVersion: kustomize.config.k8s.io/v1beta1'
    echo 'kind: Kustomization'
    echo "resources: [../overlays/$OVERLAY]"
    echo 'images:'
    awk -F'\t' '{
      split($1, base, ":"); tag = $2; sub(/.*:/, "", tag); name = $2; sub(/:[^:]*$/, "", name)
      printf "  - { name: \"%s\", newName: \"%s\", newTag: \"%s\" }\n", base[1], name, tag
    }' <<<"$1"
  } >$RUN/kustomization.yaml
}

# Lines of: image name as we say it, id in the node's words
running_images() {
  kn get pods --output json | jq -r '.items[] | select(.metadata.deletionTimestamp | not) |
    [(.spec.containers[0] | .image), (.status.containerStatuses[0] // {} | .imageID // "")] | @tsv' | sort -u
}

# is_image IMAGE NODE_ID : whether what a node runs is what Compose has; a node tells the id, or the digest it was pulled by
is_image() {
  local digest=${2##*@}
  digest=${digest##*//}
  [ -n "$digest" ] || return
  docker image inspect --format '{{.Id}} {{.RepoDigests}}' "$1" | grep -qF "$digest" && return
  docker info --format '{{.DriverStatus}}' | grep -q containerd && [ "$digest" = "$(config_of "$1")" ]
}

# config_of IMAGE : the id that nodes know it by; where Docker keeps images in containerd, its own id is another digest
config_of() {
  docker image save "$1" | tar -xO manifest.json |
    jq -r '.[0].Config | sub("^blobs/sha256/"; "") | sub("[.]json$"; "") | "sha256:" + .'
}

# load_images IMAGES : hands over those that no pod runs yet
load_images() {
  local running wanted=() image
  running=$(running_images 2>/dev/null || true)
  while IFS=$'\t' read -r _ image; do
    is_image "$image" "$(awk -F'\t' -v image="$image" '$1 == image {print $2; exit}' <<<"$running")" || wanted+=("$image")
  done <<<"$1"
  [ ${#wanted[@]} -eq 0 ] && { say 'images: all there'; return; }
  say "images: loading ${#wanted[@]}"
  case ${K8S_IMAGE_LOAD:-$CONTEXT} in
    minikube) minikube --profile "$CONTEXT" image load "${wanted[@]}" ;;
    kind-*) kind load docker-image --name "${CONTEXT#kind-}" "${wanted[@]}" ;;
    "$CONTEXT") die "how does context $CONTEXT get images? Say it in K8S_IMAGE_LOAD: a command that takes their names." ;;
    # Several words: a command with its arguments.
    *) $K8S_IMAGE_LOAD "${wanted[@]}" ;;
  esac
}

# same_images : every container runs Compose's image
same_images() {
  local image id count=0
  while IFS=$'\t' read -r image id; do
    is_image "$image" "$id" || die "$image in the cluster is $id, and $(image_id "$image") in Compose."
    count=$((count + 1))
  done < <(running_images)
  [ $count -gt 0 ] || die 'nothing runs'
  say "images: the $count that run are Compose's, by id"
}
