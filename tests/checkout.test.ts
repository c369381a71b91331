import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCheckout } from '../tools/doctor/lib/checkout.mjs';

const root = join(import.meta.dirname, '..');
const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' });

describe('a clone with core.autocrlf=true', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeAll(() => {
    git(root, '-c', 'core.autocrlf=true', '-c', 'core.eol=crlf', 'clone', '--quiet', '--shared', '.', folder);
  });

  it('has the line ends of Linux in every text file', () => {
    const files = git(folder, 'ls-files', '--eol').trim().split('\n');
    expect(files.length).toBeGreaterThan(500);
    expect(files.filter((line) => /\bw\/(crlf|mixed)\b/.test(line))).toEqual([]);
  });

  it('has shell scripts that run', async () => {
    const scripts = git(folder, 'ls-files', '*.sh', '.ci/run', '.githooks/*').trim().split('\n');
    for (const script of scripts) execFileSync('bash', ['-n', script], { cwd: folder });
    expect(await checkCheckout(folder)).toEqual([expect.objectContaining({ status: 'ok' })]);
  });
});
