import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { edited } from './edit.mjs';
import { goEnv, moduleDir } from './go.mjs';
import { locked } from './lock.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Something that Go makes of one of the modules.
 * @typedef {{name: string, module: string, args: string[], edit?: import('./edit.mjs').Edit}} Product
 */

/** @returns {Product} */
export const programOf = (
  /** @type {import('./servers.mjs').Server} */ { module, target, edit, flags = [], variables = '' },
) => ({
  name: module,
  module,
  edit,
  args: ['build', ...flags, `-ldflags=-s -w ${variables}`, target],
});

/** Where a product is kept. Its folder carries a hash of all that decides what it is: another pin is another folder. */
export function keptAt(/** @type {Product} */ { name, module, args, edit }) {
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, args, ...(edit ? [edit] : [])]),
  );
  const dir = moduleDir(module);
  for (const file of readdirSync(dir)
    .filter((file) => /^go\.(mod|sum)$|\.go$/.test(file))
    .sort())
    hash.update(`${file}\0`).update(readFileSync(join(dir, file)));
  return join(cacheDir, `${name}-${hash.digest('hex').slice(0, 16)}`, name);
}

export const isKept = (/** @type {Product} */ product) => existsSync(keptAt(product));

/**
 * Builds a product into the cache, unless another process has done so while this one waited for its turn.
 * @param {Product} product
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} [options]
 */
export async function make(product, options = {}) {
  const place = keptAt(product);
  await locked(
    `${dirname(place)}.lock`,
    async () => {
      if (existsSync(place)) return;
      mkdirSync(dirname(place), { recursive: true });
      const draft = `${place}.unfinished`;
      const copy = `${place}.edited`;
      try {
        const [verb = '', ...rest] = product.args;
        const cwd = moduleDir(product.module);
        const edits = product.edit ? await edited(cwd, product.edit, copy, options) : [];
        await run('go', [verb, '-v', ...edits, '-o', draft, ...rest], { cwd, env: goEnv(), ...options });
        renameSync(draft, place);
      } finally {
        for (const left of [draft, copy]) rmSync(left, { recursive: true, force: true });
      }
    },
    options.signal,
  );
  return place;
}
