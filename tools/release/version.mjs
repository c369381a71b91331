import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import getReleasePlan from '@changesets/get-release-plan';
import { toolEnv } from '../embedded/lib/environment.mjs';
import { reportError, UserError } from '../embedded/lib/errors.mjs';
import { root } from '../embedded/lib/paths.mjs';
import { obtainKompose } from '../generate/lib/kompose.mjs';
import { insertSection, renderSection } from './changelog.mjs';

// npm run version: makes the next version from the changesets in .changeset/. The root package.json states it; everything else is derived.

/** @param {string} file @param {(text: string) => string} change */
const edit = (file, change) =>
  writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')));
/** @param {string[]} args */
function npm(...args) {
  if (spawnSync('npm', args, { cwd: root, env: toolEnv(), stdio: 'inherit' }).status !== 0)
    throw new UserError(
      `npm ${args.join(' ')} failed. Restore the files with git, correct the error above, and run npm run version again.`,
    );
}

try {
  // First, because without it nothing can be derived from the new version.
  await obtainKompose();
  const { changesets, releases } = await getReleasePlan(root);
  // The packages are a fixed group, so that all get the same version.
  const version = releases.find(({ type }) => type !== 'none')?.newVersion;
  if (!version) throw new UserError('No changeset asks for a release. Add one with: npm run changeset');
  edit('CHANGELOG.md', (text) => insertSection(text, renderSection(version, new Date(), changesets)));
  npm('run', '--silent', 'changeset', 'version');
  edit('package.json', (text) => text.replace(/("version": )"[^"]*"/, `$1"${version}"`));
  npm('install', '--package-lock-only', '--ignore-scripts');
  npm('run', '--silent', 'generate');
  console.log(
    `Version ${version}. Check CHANGELOG.md, then commit all changes and tag the commit v${version}.`,
  );
} catch (error) {
  reportError(error);
  process.exitCode = 1;
}
