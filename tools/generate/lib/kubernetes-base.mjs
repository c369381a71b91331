import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NOTICE } from './generated-file.mjs';
import { convert, KOMPOSE_VERSION } from './kompose.mjs';

/** @import { Rendered } from './working-tree.mjs' */

export const BASE = 'k8s/base';
/** Tells whether the manifests are stale where kompose is not installed. */
const DIGESTS = 'digests.json';

/**
 * k8s/base as kompose makes it.
 * @param {string} kompose its path
 * @param {string} root the repository
 * @param {string} overlay the text of k8s/kompose.yml
 * @returns {Rendered[]}
 */
export function renderBase(kompose, root, overlay) {
  const manifests = convert(kompose, root, overlay);
  const kustomization = [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    ...[...manifests.keys()].map((name) => `  - ${name}`),
  ];
  manifests.set('kustomization.yaml', `${kustomization.join('\n')}\n`);
  const files = [...manifests].map(
    ([name, content]) => /** @type {const} */ ([name, `# ${NOTICE}\n${content}`]),
  );
  const digests = {
    inputs: inputsDigest(root, overlay),
    files: Object.fromEntries(files.map(([name, content]) => [name, digest(content)])),
  };
  return [...files, /** @type {const} */ ([DIGESTS, `${JSON.stringify(digests, null, 2)}\n`])].map(
    ([name, content]) => ({ file: `${BASE}/${name}`, content }),
  );
}

/**
 * The files of k8s/base that are stale, by the digests of what they were made from and of what they were. Only kompose
 * itself proves that they are what it makes.
 * @param {string} root @param {string} overlay the text of k8s/kompose.yml
 * @returns {string[]}
 */
export function staleByDigest(root, overlay) {
  const folder = join(root, BASE);
  if (!existsSync(join(folder, DIGESTS))) return [BASE];
  const { inputs, files } = JSON.parse(readFileSync(join(folder, DIGESTS), 'utf8'));
  if (inputs !== inputsDigest(root, overlay)) return [BASE];
  const names = new Set([...readdirSync(folder), ...Object.keys(files)]);
  names.delete(DIGESTS);
  const digestOf = (/** @type {string} */ name) =>
    existsSync(join(folder, name)) ? digest(readFileSync(join(folder, name), 'utf8')) : undefined;
  return [...names].filter((name) => digestOf(name) !== files[name]).map((name) => `${BASE}/${name}`);
}

/** Of what kompose reads: comments, x- words and profiles change nothing. @param {string} root @param {string} overlay */
function inputsDigest(root, overlay) {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  const content = JSON.stringify(parse(text, { merge: true, maxAliasCount: -1 }), (key, value) =>
    key.startsWith('x-') || key === 'develop' || value?.profiles ? undefined : value,
  );
  return digest([KOMPOSE_VERSION, content, overlay.replaceAll(/^ *#.*\n/gm, '')].join('\n'));
}

/** @param {string} text */
const digest = (text) => createHash('sha256').update(text).digest('hex');
