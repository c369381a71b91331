import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from './errors.mjs';
import { goEnv } from './go.mjs';
import { run } from './run.mjs';

/**
 * Text replacements in a third-party module that has no setting for the change.
 * @typedef {{module: string, edits: {file: string, from: string, to: string}[]}} Patch
 */

/**
 * Copies a pinned module into a folder and applies a patch.
 * @param {string} cwd the module that pins it
 * @param {Patch} patch
 * @param {string} folder holds the copy during the build
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} options
 * @returns {Promise<string[]>} flags that make Go build from the copy
 * @throws {UserError} if a text to replace is missing
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
        `${file} of ${module} no longer contains "${from}". Check whether the patch is still needed.`,
      );
    writeFileSync(join(copy, file), text.replaceAll(from, to));
  }

  const pins = readFileSync(join(cwd, 'go.mod'), 'utf8');
  writeFileSync(join(folder, 'go.mod'), `${pins}\nreplace ${module} => ${JSON.stringify(copy)}\n`);
  writeFileSync(join(folder, 'go.sum'), readFileSync(join(cwd, 'go.sum')));
  return [`-modfile=${join(folder, 'go.mod')}`];
}

/** Copies files without their modes, because Go's module cache is read-only and the copy must be writable. */
function copyFiles(/** @type {string} */ from, /** @type {string} */ to) {
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(to, path.slice(from.length));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(path));
  }
}
