import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { goEnv } from './go.mjs';
import { run } from './run.mjs';

/**
 * Texts to replace in a third-party module, where the module has no setting for it.
 * @typedef {{module: string, edits: {file: string, from: string, to: string}[]}} Patch
 */

/**
 * Copies a pinned module, with the patch applied, into a folder.
 * @param {string} cwd the module that pins it
 * @param {Patch} patch
 * @param {string} folder where the copy stays for as long as Go builds
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} options
 * @returns {Promise<string[]>} flags with which Go builds from the copy
 * @throws {UserError} when the module does not contain a text
 */
export async function patchModule(cwd, { module, edits }, folder, options) {
  const env = goEnv();
  await run('go', ['mod', 'download', module], { cwd, env, ...options });
  const list = ['list', '-m', '-f', '{{.Dir}}', module];
  const copy = join(folder, 'module');
  copyFiles(execFileSync('go', list, { cwd, env, encoding: 'utf8' }).trim(), copy);

  for (const { file, from, to } of edits) {
    const text = readFileSync(join(copy, file), 'utf8');
    if (!text.includes(from))
      throw new UserError(
        `${file} of ${module} has no "${from}" any more: see whether the patch is still needed.`,
      );
    writeFileSync(join(copy, file), text.replaceAll(from, to));
  }

  const pins = readFileSync(join(cwd, 'go.mod'), 'utf8');
  writeFileSync(join(folder, 'go.mod'), `${pins}\nreplace ${module} => ${JSON.stringify(copy)}\n`);
  writeFileSync(join(folder, 'go.sum'), readFileSync(join(cwd, 'go.sum')));
  return [`-modfile=${join(folder, 'go.mod')}`];
}

/** Copies contents only: Go makes its module cache read-only, and a copy of the modes could not be patched or removed. */
function copyFiles(/** @type {string} */ from, /** @type {string} */ to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to, path.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(path));
  }
}
