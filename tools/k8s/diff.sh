#!/usr/bin/env bash
# Shows the differences between the overlay and the cluster, with the images of the last `just k8s`. Exits with 1 if there are any.
source "$(dirname "$0")/lib.sh"
[ -f $RUN/kustomization.yaml ] || die 'nothing has been applied from this checkout yet. Run: just k8s'
kc diff "${apply_options[@]}" && say "no differences"
