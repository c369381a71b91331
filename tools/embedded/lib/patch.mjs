import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { goEnv } from './go.mjs';
import { run } from './run.mjs';

/**
 * One text put in the place of another in somebody else's module, for what it offers no setting for.
 * @typedef {{module: string, file: string, from: string, to: string}} Patch
 */

/**
 * Copies the pinned module, with the patch, into a folder.
 * @param {string} cwd the module that pins it
 * @param {Patch} edit
 * @param {string} folder where the copy is needed for as long as Go builds
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} options
 * @returns {Promise<string[]>} flags with which Go builds from the copy
 * @throws {UserError} when the module does not have the text
 */
export async function patchModule(cwd, { module, file, from, to }, folder, options) {
  const env = goEnv();
  await run('go', ['mod', 'download', module], { cwd, env, ...options });
  const original = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', module], {
    cwd,
    env,
    encoding: 'utf8',
  });
  const copy = join(folder, 'module');
  copyFiles(original.trim(), copy);

  const text = readFileSync(join(copy, file), 'utf8');
  if (!text.includes(from))
    throw new UserError(
      `${file} of ${module} has no "${from}" any more: see whether the patch is still needed.`,
    );
  writeFileSync(join(copy, file), text.replaceAll(from, to));

  const pins = readFileSync(join(cwd, 'go.mod'), 'utf8');
  writeFileSync(join(folder, 'go.mod'), `${pins}\nreplace ${module} => ${JSON.stringify(copy)}\n`);
  writeFileSync(join(folder, 'go.sum'), readFileSync(join(cwd, 'go.sum')));
  return [`-modfile=${join(folder, 'go.mod')}`];
}

/** Go keeps its modules from being written to; a plain copy would be as hard to change, and to remove. */
function copyFiles(/** @type {string} */ from, /** @type {string} */ to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to, path.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(path));
  }
}
