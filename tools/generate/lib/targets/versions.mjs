import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @import { Rendered } from '../working-tree.mjs' */

/** Handwritten files that state the shop's version, and where. */
const places = [
  { file: 'docker-compose.yml', pattern: /(?<=\$\{VERSION:-)[^}]*/g },
  { file: 'services/Dockerfile', pattern: /(?<=^ARG VERSION=).*/gm },
  { file: 'client/Dockerfile', pattern: /(?<=^ARG VERSION=).*/gm },
];

/**
 * Handwritten files with the version of the root package.json.
 * @param {string} root the repository
 * @returns {Rendered[]}
 */
export function renderVersions(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return places.map(({ file, pattern }) => ({
    file,
    content: readFileSync(join(root, file), 'utf8').replace(pattern, version),
  }));
}
