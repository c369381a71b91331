import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnv } from '../../embedded/lib/environment.mjs';
import { UserError } from '../../embedded/lib/errors.mjs';
import { generatedFiles } from './generated-files.mjs';
import { findKompose, obtainKompose } from './kompose.mjs';
import { BASE, renderBase, staleByDigest } from './kubernetes-base.mjs';
import { loadShop } from './shop.mjs';
import { komposeOverlay } from './targets/kompose-overlay.mjs';
import { renderVersions } from './targets/versions.mjs';
import { filesIn, isStale, writeIfStale } from './working-tree.mjs';

/** @import { Rendered } from './working-tree.mjs' */

/**
 * Writes every file that is stale, docs/openapi.json too: it has the routes of every service.
 * Handwritten files only get the shop's version.
 * @param {string} root the repository
 * @throws {UserError} for a mistake in docker-compose.yml; when something could not be written, after all else
 */
export async function generate(root) {
  // First, because the manifests have the version of docker-compose.yml.
  for (const one of renderVersions(root)) writeIfStale(root, one);
  const shop = loadShop(root);
  for (const { file, render } of generatedFiles) writeIfStale(root, { file, content: render(shop) });
  const problems = [...writeApiDocument(root), ...(await writeBase(root, komposeOverlay.render(shop)))];
  if (problems.length > 0)
    throw new UserError(
      [...problems, 'Everything else is up to date. Then run npm run generate again.'].join('\n'),
    );
}

/** @param {string} root @returns {string[]} problems */
function writeApiDocument(root) {
  const { status } = spawnSync('npm', ['run', '--silent', 'openapi'], {
    cwd: root,
    env: toolEnv(),
    stdio: 'inherit',
  });
  return status === 0
    ? []
    : ['docs/openapi.json is not written, as npm run openapi fails: correct the errors above.'];
}

/** @param {string} root @param {string} overlay @returns {Promise<string[]>} problems */
async function writeBase(root, overlay) {
  const known = findKompose();
  if (!known && staleByDigest(root, overlay).length === 0) return [];
  try {
    replaceBase(root, renderBase(known ?? (await obtainKompose()), root, overlay));
    return [];
  } catch (error) {
    if (error instanceof UserError) return [`${BASE} is stale: ${error.message}`];
    throw error;
  }
}

/**
 * @param {string} root the repository
 * @throws {UserError} that names each file that is stale
 */
export function check(root) {
  const shop = loadShop(root);
  const overlay = komposeOverlay.render(shop);
  const rendered = generatedFiles.map(({ file, render }) => ({ file, content: render(shop) }));
  const kompose = findKompose();
  const stale = [
    ...[...renderVersions(root), ...rendered].filter((one) => isStale(root, one)).map(({ file }) => file),
    ...(kompose ? staleInBase(root, renderBase(kompose, root, overlay)) : staleByDigest(root, overlay)),
  ];
  if (stale.length === 0) return;
  throw new UserError(['Stale; run npm run generate, and commit what it writes:', ...stale].join('\n  '));
}

/** @param {string} root @param {Rendered[]} base */
function replaceBase(root, base) {
  for (const file of superfluous(root, base)) rmSync(join(root, file));
  for (const one of base) writeIfStale(root, one);
}

/** @param {string} root @param {Rendered[]} base */
const staleInBase = (root, base) => [
  ...superfluous(root, base),
  ...base.filter((one) => isStale(root, one)).map(({ file }) => file),
];

/** @param {string} root @param {Rendered[]} base */
const superfluous = (root, base) =>
  filesIn(root, BASE).filter((file) => !base.some((one) => one.file === file));
