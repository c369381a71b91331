import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { tempFolder, userErrorOf } from './fixtures.ts';

// Set before the imports below, because the modules read the variable when they are loaded.
const cache = mkdtempSync(join(tmpdir(), 'embedded-cache-'));
process.env.XDG_CACHE_HOME = cache;
afterAll(() => rmSync(cache, { recursive: true }));
const { artifactOf, artifactPath } = await import('../lib/build-cache.mjs');
const { resolveBinaries } = await import('../lib/resolve-binaries.mjs');
const { everyServer, mongodb, natsStreaming } = await import('../lib/servers.mjs');

/** Sets PATH to a folder that contains only these programs. */
function onlyOnPath(programs: Record<string, string>): string {
  const dir = tempFolder();
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = dir;
  return dir;
}

const errorMessage = (servers = everyServer) => userErrorOf(resolveBinaries(servers));

describe('resolveBinaries', () => {
  it('uses a server on PATH', async () => {
    const dir = onlyOnPath({ mongod: '' });
    const binaryOf = await resolveBinaries([mongodb]);
    expect(binaryOf(mongodb)).toEqual({ path: join(dir, 'mongod'), built: false });
  });

  it('uses the first executable file on PATH', async () => {
    const [folder, plain] = [tempFolder(), tempFolder()];
    const [first, second] = [onlyOnPath({ mongod: '' }), onlyOnPath({ mongod: '' })];
    mkdirSync(join(folder, 'mongod'));
    writeFileSync(join(plain, 'mongod'), '', { mode: 0o644 });
    process.env.PATH = ['', folder, plain, first, second].join(delimiter);
    expect((await resolveBinaries([mongodb]))(mongodb).path).toBe(join(first, 'mongod'));
  });

  it('uses a server built earlier, without Go', async () => {
    onlyOnPath({});
    const path = artifactPath(artifactOf(natsStreaming));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '', { mode: 0o755 });
    expect((await resolveBinaries([natsStreaming]))(natsStreaming)).toEqual({ path, built: true });
  });

  it('names both ways to get the missing servers if there is no Go', async () => {
    onlyOnPath({ minio: '' });
    const message = await errorMessage(everyServer.filter((server) => server !== natsStreaming));
    expect(message).toMatch(/^Not installed: traefik, mongod\. Choose one of two ways/);
    expect(message).toMatch(/1\. Install Go \d\.\d+.* or newer .*Go is not on PATH\./s);
    expect(message).toMatch(/2\. Install the servers, so.*traefik +https:.*mongod +https:/s);
    expect(message).not.toContain('minio');
  });

  it('says that Go is too old if it may not download a newer one', async () => {
    const dir = onlyOnPath({ go: 'echo go1.20.1; echo local' });
    expect(await errorMessage([mongodb])).toContain(
      `The installed Go is too old: 1.20.1 (${join(dir, 'go')}).`,
    );
  });

  it('treats a Go without a version as too old', async () => {
    onlyOnPath({ go: 'echo' });
    expect(await errorMessage([mongodb])).toContain('too old: of an unknown version');
  });
});
