#!/usr/bin/env bash
# Tests the commit hooks in a clone of this checkout.
source "$(dirname "$0")/compose/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git clone --quiet --shared . "$work"
mkdir "$work/node_modules"
ln -s "$PWD"/node_modules/{.bin,*} "$work/node_modules"
# The packages of this repository are those of the clone, because Biome reads no files outside it.
rm "$work/node_modules/@ecommerce"
cp -a node_modules/@ecommerce "$work/node_modules"
cd "$work"
git config core.hooksPath .githooks
git config user.name nobody
git config user.email nobody@example.com
head=$(git rev-parse HEAD)

commit() { git add --all && git commit --quiet --message 'chore: a change'; }
undo() { git reset --quiet --hard "$head" && git clean --quiet --force; }

echo 'export const one = 1;' >tests/new.ts
check 'a formatted change is accepted' commit
undo
echo 'export const one = "1"' >tests/new.ts
check_fails 'an unformatted file is rejected by name' 'tests/new.ts' commit
undo
# In two parts, because the check reads this file too.
echo '// The service is a''way.' >tests/new.ts
check_fails 'a word that has a standard term is rejected' 'tests/new.ts:1: write unavailable' commit
undo
printf 'if true; then\n' >tests/new.sh
check_fails 'a shell script with a syntax error is rejected' 'tests/new.sh has a syntax error' commit
undo
sed -i '0,/"integrity"/s//"resolved": "https:\/\/registry.example.com\/a.tgz",\n      "integrity"/' package-lock.json
check_fails 'a lockfile with a registry URL is rejected' 'contains registry URLs' commit
undo
subject() { git commit --quiet --allow-empty --message "$1"; }
check 'a subject with a type is accepted' subject 'fix(orders): keep a cancelled order cancelled'
check 'a subject without a scope is accepted' subject 'docs: describe the loop'
check 'the subject of a merge is accepted' subject "Merge branch 'main'"
check 'the subject of a revert is accepted' subject 'Revert "fix: one"'
check 'the subject of a reverted revert is accepted' subject 'Reapply "fix: one"'
check 'the subject of a fixup is accepted' subject 'fixup! fix: one'
check_fails 'a subject without a type is rejected' 'type.scope.: subject' subject 'Keep a cancelled order cancelled'
check_fails 'a subject with an unknown type is rejected with the known ones' 'one of build|chore' subject 'bug(orders): keep it cancelled'
check_fails 'a subject of more than 72 characters is rejected' '72 characters' subject "fix: $(printf 'a%.0s' {1..70})"
undo
rm -r node_modules
check_fails 'a commit without node_modules is rejected and says to run npm ci' 'npm ci' git commit --allow-empty --message 'chore: a change'
finish
