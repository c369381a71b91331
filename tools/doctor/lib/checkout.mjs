import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../embedded/lib/paths.mjs';
import { fail, ok } from './check-result.mjs';

/** Folders with scripts that Linux runs, here and in images. */
const FOLDERS = ['.githooks', 'ci', 'tests', 'tools'];

/** Checks that no shell script has the line ends of Windows, with which it cannot run. @param {string} [folder] of the repository */
export async function checkCheckout(folder = root) {
  const scripts = FOLDERS.flatMap((one) => shellScripts(join(folder, one)));
  const broken = scripts.filter((file) => readFileSync(file, 'latin1').includes('\r\n'));
  if (broken.length === 0) return [ok('shell scripts have the line ends of Linux')];
  return [
    fail(
      `${broken.length} of ${scripts.length} shell scripts have the line ends of Windows and cannot run`,
      'clone the repository again; its .gitattributes keeps the line ends of Linux',
    ),
  ];
}

/** @param {string} folder @returns {string[]} */
function shellScripts(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && (entry.name.endsWith('.sh') || folder.endsWith('.githooks')))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('node_modules'));
}
