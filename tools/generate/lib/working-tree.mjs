import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** @typedef {{file: string, content: string}} Rendered a file of the repository as it should be */

/** @param {string} root @param {Rendered} rendered */
export const isStale = (root, { file, content }) =>
  !existsSync(join(root, file)) || readFileSync(join(root, file), 'utf8') !== content;

/** @param {string} root @param {Rendered} rendered */
export function writeIfStale(root, { file, content }) {
  if (!isStale(root, { file, content })) return;
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), content);
  console.log(`wrote ${file}`);
}

/** @param {string} root @param {string} folder */
export const filesIn = (root, folder) =>
  existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((name) => `${folder}/${name}`) : [];
