#!/usr/bin/env bash
# The commit hook, in a clone of this checkout: what it lets through, and what not.
source "$(dirname "$0")/compose/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --shared . "$work"
ln -s "$PWD/node_modules" "$work/node_modules"
cd "$work"
# .gitignore speaks of a folder.
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
refused 'one that is not formatted is not, and it says where' 'shared/src/new.ts' commit
undo
printf 'if true; then\n' >tests/new.sh
refused 'nor a shell script that is not sound' 'tests/new.sh is not sound' commit
undo
sed -i '0,/"integrity"/s//"resolved": "https:\/\/registry.example.com\/a.tgz",\n      "integrity"/' package-lock.json
refused 'nor a lockfile that names a registry' 'names a registry' commit
undo
rm node_modules
refused 'where nothing is installed, it says what to do' 'npm ci' git commit --allow-empty --message 'A change'
finish
