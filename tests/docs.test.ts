import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
/** Whether a path is tracked, or ignored because a command creates it. */
const exists = (path: string) =>
  tracked.some((file) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`)) ||
  spawnSync('git', ['check-ignore', path, `${path}/`], { cwd: root }).status === 0;
const docs = tracked.filter((file) => file.endsWith('.md'));

const recipes = new Set(
  Array.from(read('Justfile').matchAll(/^(?!\w+ :=)([a-z][\w-]*)(?: [^\n]*)?:(?!=)/gm), ([, name]) => name),
);
const scripts = new Set(
  tracked
    .filter((file) => file.endsWith('package.json'))
    .flatMap((file) => Object.keys(JSON.parse(read(file)).scripts ?? {})),
);
const npmCommands = new Set([
  'ci',
  'install',
  'start',
  'test',
  'pack',
  'publish',
  'audit',
  'config',
  'cache',
  'version',
]);

/** The code in a document: inline and in blocks. */
const codeIn = (text: string): string[] =>
  Array.from(
    text.matchAll(/```(?!mermaid)\w*\n([\s\S]*?)```|`([^`\n]+)`/g),
    ([, block, span]) => block ?? span ?? '',
  );

/** Recipes, scripts and paths that a document names but that do not exist. */
function missingIn(file: string, text = read(file)): string[] {
  const code = codeIn(text);
  const named = (pattern: RegExp) =>
    code.flatMap((one) => Array.from(one.matchAll(pattern), ([, name = '']) => name));
  const links = Array.from(text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g), ([, path = '']) =>
    join(dirname(file), path),
  );
  const paths = named(
    /(?<![\w./~$-])((?:tests|tools|docs|services|shared|client|compose|k8s)\/[\w./-]*\w)(?![\w*{<])/g,
  );
  return [
    ...named(/(?:^|[\s;&(])just ([a-z][\w-]*)/gm)
      .filter((name) => !recipes.has(name))
      .map((name) => `just ${name}`),
    ...named(/npm run (?:--silent )?([a-z][\w:-]*)/g)
      .filter((name) => !scripts.has(name))
      .map((name) => `npm run ${name}`),
    ...named(/(?:^|[\s;&(])npm ([a-z][\w-]*)/gm)
      .filter((name) => name !== 'run' && !npmCommands.has(name))
      .map((name) => `npm ${name}`),
    ...[...links, ...paths].filter((path) => !exists(path)),
  ];
}

test.each(docs)('%s names only existing recipes, scripts and paths', (file) => {
  expect(missingIn(file)).toEqual([]);
});

test('missing recipes, scripts and paths are found', () => {
  const text = [
    'Run `just fly`, `npm run fly` or `npm fly`, see [how](fly.md) and `tools/fly.mjs`:',
    '```sh\nnpm ci && just soar   # tests/soar.sh\n```',
    'but `just up`, `npm run smoke`, `npm test` and `tests/smoke.sh` are.',
  ].join('\n');
  expect(missingIn('docs/fly.md', text)).toEqual([
    'just fly',
    'just soar',
    'npm run fly',
    'npm fly',
    'docs/fly.md',
    'tools/fly.mjs',
    'tests/soar.sh',
  ]);
});
