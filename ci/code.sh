#!/usr/bin/env bash
# Checks and tests the code, fast checks first. The tests start servers of their own on free ports.
# Needs npm ci, Node.js, Go, curl and jq.
source "$(dirname "$0")/lib.sh"

lockfile_is_clean() { ! grep -nE '"resolved": "https?:' package-lock.json tests/postman/package-lock.json; }

check_shell_scripts() {
  local script
  for script in $(git ls-files '*.sh') .ci/run; do bash -n "$script" || return; done
}

check_workflows() {
  local bin; bin=$(go env GOPATH)/bin
  [ -x "$bin/actionlint" ] || (cd "$LOGS" && GOFLAGS="" go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7)
  "$bin/actionlint"
}

step 'lockfile' lockfile_is_clean
step 'lint' npm run lint
# Not counted, because `npm test` runs them too. Here they run before anything is built.
step 'unit tests' npm run test:unit
step 'generated files' npm run generate -- --check
step 'types' npm run types
step 'unused code' npm run lint:unused
step 'shell scripts' check_shell_scripts
step --count script_steps 'commit hooks' tests/hooks.sh
step 'workflows' check_workflows
step --count jest_tests 'tests' npm test
# One round with a fixed schedule. `just chaos` runs longer and limits the recovery to 30 s.
step --count jest_tests 'chaos' env SEED=1 MINUTES=3 RECOVERY_SECONDS=120 npm run chaos
step --count jest_tests 'dropped messages' npm run faults dropped-messages
# Database commands of a checkout, and its CPU time with thousands of stored orders.
step --count jest_tests 'cost' npm run test:cost
step --count script_steps 'npm run dev' node tests/dev/run.mjs
step --count script_steps 'new service' tests/new-service.sh
