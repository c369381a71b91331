#!/usr/bin/env bash
# Checks that the three local host names resolve to this machine, and prints the missing line for the hosts file.
set -euo pipefail
missing=()
for name in ecommerce.local minio.local minio-api.local; do
  address=$(getent hosts "$name" 2>/dev/null | awk '{print $1; exit}') ||
    address=$(awk -v name="$name" '!/^ *#/ {for (i = 2; i <= NF; i++) if ($i == name) {print $1; exit}}' /etc/hosts)
  case $address in 127.* | ::1) ;; *) missing+=("$name") ;; esac
done
[ ${#missing[@]} -eq 0 ] && exit
cat >&2 <<EOF
These host names do not resolve to this machine: ${missing[*]}. Add this line to /etc/hosts
(on Windows, also for browsers used with WSL: C:\\Windows\\System32\\drivers\\etc\\hosts):

127.0.0.1 ${missing[*]}

On Linux and macOS: echo '127.0.0.1 ${missing[*]}' | sudo tee -a /etc/hosts
EOF
exit 1
