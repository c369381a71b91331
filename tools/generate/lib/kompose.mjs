import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../embedded/lib/errors.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';

/** Another version writes different manifests. */
export const KOMPOSE_VERSION = '1.37.0';

/** Messages about each written file, about the unsupported `restart` value, and about volumes that are no local folders. */
const EXPECTED_OUTPUT = /INFO|unless-stopped|failed to check if the directory is empty|^$/;

/** @returns {string | undefined} why kompose cannot be used, and how to install it */
export function komposeProblem() {
  const install = `Install version ${KOMPOSE_VERSION}: go install github.com/kubernetes/kompose@v${KOMPOSE_VERSION}, or https://kompose.io/installation`;
  if (!onPath('kompose')) return `kompose is not installed. ${install}`;
  const [version] = execFileSync('kompose', ['version'], { encoding: 'utf8' }).split(/\s/);
  return version === KOMPOSE_VERSION ? undefined : `kompose version ${version} is installed. ${install}`;
}

/**
 * Runs kompose in a folder without .env and with an empty environment, so that every variable has its default.
 * @param {string} root the repository
 * @param {string} overlay the text of k8s/kompose.yml
 * @returns {Map<string, string>} the manifests by their file names
 * @throws {UserError} when kompose fails
 */
export function convert(root, overlay) {
  const work = mkdtempSync(join(tmpdir(), 'kompose-'));
  const base = join(work, 'base');
  try {
    mkdirSync(base);
    cpSync(join(root, 'docker-compose.yml'), join(work, 'docker-compose.yml'));
    writeFileSync(join(work, 'kompose.yml'), overlay);
    runKompose(work);
    const names = readdirSync(base).sort();
    return new Map(names.map((name) => [name, readFileSync(join(base, name), 'utf8')]));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @param {string} cwd */
function runKompose(cwd) {
  const files = ['--file', 'docker-compose.yml', '--file', 'kompose.yml'];
  const args = ['convert', ...files, '--with-kompose-annotation=false', '--out', 'base'];
  const { PATH, HOME } = process.env;
  const { status, stderr } = spawnSync('kompose', args, { cwd, encoding: 'utf8', env: { PATH, HOME } });
  if (status !== 0) throw new UserError(`kompose failed:\n${stderr}`);
  const unexpected = stderr.split('\n').filter((line) => !EXPECTED_OUTPUT.test(line));
  if (unexpected.length > 0) console.error(unexpected.join('\n'));
}
