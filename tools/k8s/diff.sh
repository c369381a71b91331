#!/usr/bin/env bash
# What differs between the overlay and what runs, for the images that `just k8s` used last. Exit 1 when something does.
source "$(dirname "$0")/lib.sh"
[ -f $RUN/kustomization.yaml ] || die 'nothing has been applied from here yet: just k8s'
kc diff "${whole[@]}" && say "nothing differs"
