#!/usr/bin/env bash
# Tests the commit hook in a clone of this checkout.
source "$(dirname "$0")/compose/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --shared . "$work"
ln -s "$PWD/node_modules" "$work/node_modules"
cd "$work"
# .gitignore names a folder, and this is a link.
echo node_modules >>.git/info/exclude
git config core.hooksPath .githooks
git config user.name nobody
git config user.email nobody@example.com
head=$(git rev-parse HEAD)

commit() { git add --all && git commit --quiet --message 'A change'; }
undo() { git reset --quiet --hard "$head" && git clean --quiet --force; }

echo 'export const one = 1;' >shared/src/new.ts
check 'a sound change is committed' commit
undo
echo 'export const one = "1"' >shared/src/new.ts
check_fails 'one that is not formatted is not, and it says where' 'shared/src/new.ts' commit
undo
printf 'if true; then\n' >tests/new.sh
check_fails 'nor a shell script that is not sound' 'tests/new.sh is not sound' commit
undo
sed -i '0,/"integrity"/s//"resolved": "https:\/\/registry.example.com\/a.tgz",\n      "integrity"/' package-lock.json
check_fails 'nor a lockfile that names a registry' 'names a registry' commit
undo
rm node_modules
check_fails 'where nothing is installed, it says what to do' 'npm ci' git commit --allow-empty --message 'A change'
finish
