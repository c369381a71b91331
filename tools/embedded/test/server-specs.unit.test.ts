import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gatewaySpec, minioSpec, natsSpec } from '../lib/server-specs.mjs';
import { tempFolder } from './fixtures.ts';

const binary = { path: '/bin/server', built: true };
const minio = { MINIO_ACCESS_KEY: 'user', MINIO_SECRET_KEY: 'password' };

describe('the spec of MinIO', () => {
  it('reads certificates and settings from the data folder only', () => {
    const { args, env } = minioSpec(binary, '/data', 9000, 9001, minio);
    expect(args.slice(args.indexOf('--certs-dir'))).toEqual([
      '--certs-dir',
      '/data/home/minio-certs',
      '/data/minio',
    ]);
    expect(
      Object.keys(env)
        .filter((name) => name.startsWith('MINIO_'))
        .sort(),
    ).toEqual(['MINIO_API_CORS_ALLOW_ORIGIN', 'MINIO_ROOT_PASSWORD', 'MINIO_ROOT_USER', 'MINIO_UPDATE']);
    expect(env.HOME).toBe('/data/home');
  });
});

describe('the spec of NATS Streaming', () => {
  it('has a home of its own', () => {
    expect(natsSpec(binary, '/data', 4222, 8222).env.HOME).toBe('/data/home');
  });

  it('opens a monitor only if it has a port', () => {
    expect(natsSpec(binary, '/data', 4222, 0).args).not.toContain('-m');
    expect(natsSpec(binary, '/data', 4222, 8222).args.join(' ')).toContain('-m 8222');
  });
});

describe('the spec of the gateway', () => {
  it('names a configuration file, so that Traefik reads no other', () => {
    const folder = tempFolder();
    const { args, env } = gatewaySpec(
      binary,
      () => 8080,
      'http://127.0.0.1:3006',
      join(folder, 'access.log'),
    );
    expect(args).toEqual([`--configfile=${folder}/gateway.yml`]);
    expect(JSON.parse(readFileSync(join(folder, 'gateway.yml'), 'utf8'))).toMatchObject({
      entryPoints: { web: { address: '127.0.0.1:8080' } },
      accessLog: {
        filePath: join(folder, 'access.log'),
        fields: { headers: { names: { 'X-Request-Id': 'keep' } } },
      },
    });
    expect(env).toMatchObject({ HOME: folder, AUTH_URL: 'http://127.0.0.1:8080' });
    expect(Object.keys(env).filter((name) => /TRAEFIK|XDG|proxy/i.test(name))).toEqual([]);
  });
});
