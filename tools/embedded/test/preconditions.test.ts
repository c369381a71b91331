import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertDiskSpace } from '../lib/disk-space.mjs';
import { loadSecrets } from '../lib/secrets.mjs';
import { Program, tempFolder } from './fixtures.ts';

test('when the disk has too little room, then it is refused before anything begins, with the folder and the sum', () => {
  const dir = join(tempFolder(), 'cache');
  const needed = 2 ** 40;
  expect(() => assertDiskSpace(dir, 'to build the servers', needed)).toThrow(
    new RegExp(
      `^The disk is nearly full: ${dir} has [\\d.]+ GiB left, and ${needed} GiB are needed to build the servers\\.`,
    ),
  );
});

test('when there is room, then the folder is made and nothing is said', () => {
  const dir = join(tempFolder(), 'a/b');
  assertDiskSpace(dir, 'to run', 0);
  expect(existsSync(dir)).toBe(true);
});

test('when the shop starts again, then its secrets are the same, long, and for this user only', () => {
  const file = join(tempFolder(), 'secrets.json');
  const first = loadSecrets(file, {});
  expect(loadSecrets(file, {})).toEqual(first);
  expect(first.JWT_KEY).toMatch(/^[0-9a-f]{64}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('when another checkout starts, then its secrets are others', () => {
  const [one, other] = [0, 1].map(() => loadSecrets(join(tempFolder(), 'secrets.json'), {}));
  expect(one?.JWT_KEY).not.toBe(other?.JWT_KEY);
  expect(one?.MINIO_SECRET_KEY).not.toBe(other?.MINIO_SECRET_KEY);
});

test('when the environment gives a secret, then it wins and is not written down', () => {
  const file = join(tempFolder(), 'secrets.json');
  const given = { JWT_KEY: 'given-jwt', MINIO_ACCESS_KEY: 'given-user', MINIO_SECRET_KEY: 'given-secret' };
  expect(loadSecrets(file, given)).toEqual(given);
  expect(readFileSync(file, 'utf8')).not.toContain('given');
});

test('when the start before was killed before it wrote them, then they are made now', () => {
  const file = join(tempFolder(), 'secrets.json');
  writeFileSync(file, '', { mode: 0o600 });
  const made = loadSecrets(file, {});
  expect(made.JWT_KEY).toMatch(/^[0-9a-f]{64}$/);
  expect(loadSecrets(file, {})).toEqual(made);
});

test.each([
  ['18.20.8', 1],
  ['20.18.3', 1],
  ['20.19.0', 0],
  ['22.0.0', 0],
  ['100.1.0', 0],
])(
  'when Node is %s, then it ends with %i, and with a plain sentence where it is too old',
  async (version, code) => {
    const program = new Program(`
    import { requireNode } from 'LIB/node-version.mjs';
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    requireNode();`);
    expect(await program.end()).toBe(code);
    const sentence = `This needs Node 20.19 or newer, and runs on Node ${version}.\nInstall a newer one`;
    if (code === 1) expect(program.err.startsWith(sentence)).toBe(true);
    else expect(program.err).toBe('');
  },
);
