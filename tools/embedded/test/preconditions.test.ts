import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyId, parsePrivateKey, parsePublicKeys } from '@ecommerce/service-kit/http';
import { assertDiskSpace } from '../lib/disk-space.mjs';
import { loadSecrets } from '../lib/secrets.mjs';
import { Program, tempFolder } from './fixtures.ts';

describe('assertDiskSpace', () => {
  it('names the folder and the missing space', () => {
    const dir = join(tempFolder(), 'cache');
    const needed = 2 ** 40;
    expect(() => assertDiskSpace(dir, 'to build the servers', needed)).toThrow(
      new RegExp(
        `^The disk is nearly full: ${needed} GiB are needed to build the servers, but ${dir} has only [\\d.]+ GiB left\\.`,
      ),
    );
  });

  it('creates the folder if there is enough space', () => {
    const dir = join(tempFolder(), 'a/b');
    assertDiskSpace(dir, 'to run', 0);
    expect(existsSync(dir)).toBe(true);
  });
});

describe('loadSecrets', () => {
  const keyPair = ({
    JWT_PRIVATE_KEY,
    JWT_PUBLIC_KEYS,
  }: {
    JWT_PRIVATE_KEY: string;
    JWT_PUBLIC_KEYS: string;
  }) => parsePublicKeys(JWT_PUBLIC_KEYS).has(keyId(parsePrivateKey(JWT_PRIVATE_KEY)));

  it('stores keys in the format that tools/session-keys.sh prints', () => {
    const printed = execFileSync(join(import.meta.dirname, '../../session-keys.sh'), { encoding: 'utf8' });
    const [, JWT_PRIVATE_KEY = '', JWT_PUBLIC_KEYS = ''] =
      /^JWT_PRIVATE_KEY=(.*)\nJWT_PUBLIC_KEYS=(.*)\n$/.exec(printed) ?? [];
    expect(keyPair({ JWT_PRIVATE_KEY, JWT_PUBLIC_KEYS })).toBe(true);
  });

  it('adds the keys that a file of an earlier version lacks', () => {
    const file = join(tempFolder(), 'secrets.json');
    writeFileSync(file, JSON.stringify({ JWT_KEY: 'old', MINIO_SECRET_KEY: 'kept' }));
    const completed = loadSecrets(file, {});
    expect(completed.MINIO_SECRET_KEY).toBe('kept');
    expect(keyPair(completed)).toBe(true);
    expect(loadSecrets(file, {})).toEqual(completed);
  });

  it('keeps long secrets that only this user can read', () => {
    const file = join(tempFolder(), 'secrets.json');
    const first = loadSecrets(file, {});
    expect(loadSecrets(file, {})).toEqual(first);
    expect(keyPair(first)).toBe(true);
    expect(first.MINIO_SECRET_KEY).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('generates other secrets for another checkout', () => {
    const [one, other] = [0, 1].map(() => loadSecrets(join(tempFolder(), 'secrets.json'), {}));
    expect(one?.JWT_PRIVATE_KEY).not.toBe(other?.JWT_PRIVATE_KEY);
    expect(one?.MINIO_SECRET_KEY).not.toBe(other?.MINIO_SECRET_KEY);
  });

  it('prefers secrets of the environment and does not store them', () => {
    const file = join(tempFolder(), 'secrets.json');
    const given = {
      JWT_PRIVATE_KEY: 'given-one',
      JWT_PUBLIC_KEYS: 'given-other',
      MINIO_ACCESS_KEY: 'given-user',
      MINIO_SECRET_KEY: 'given-secret',
    };
    expect(loadSecrets(file, given)).toEqual(given);
    expect(readFileSync(file, 'utf8')).not.toContain('given');
  });

  it('takes a blank value for an unset one', () => {
    const file = join(tempFolder(), 'secrets.json');
    const blank = { JWT_PRIVATE_KEY: ' ', JWT_PUBLIC_KEYS: '', MINIO_ACCESS_KEY: '', MINIO_SECRET_KEY: '\t' };
    expect(loadSecrets(file, blank)).toEqual(loadSecrets(file, {}));
  });

  it('generates secrets if an earlier start was killed before writing them', () => {
    const file = join(tempFolder(), 'secrets.json');
    writeFileSync(file, '', { mode: 0o600 });
    const made = loadSecrets(file, {});
    expect(keyPair(made)).toBe(true);
    expect(loadSecrets(file, {})).toEqual(made);
  });
});

describe('requireNode', () => {
  it.each([
    ['18.20.8', 1],
    ['20.18.3', 1],
    ['20.19.0', 0],
    ['22.0.0', 0],
    ['100.1.0', 0],
  ])('exits with the right code and message on Node %s (%i)', async (version, code) => {
    const program = new Program(`
    import { requireNode } from 'LIB/node-version.mjs';
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    requireNode();`);
    expect(await program.end()).toBe(code);
    const sentence = `Node ${version} is too old. Node 20.19 or newer is required.\nInstall it from`;
    if (code === 1) expect(program.err.startsWith(sentence)).toBe(true);
    else expect(program.err).toBe('');
  });
});
