import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { tempFolder, userErrorOf } from './fixtures.ts';

// An empty cache, wherever this runs: the modules read the variable when they are loaded.
const cache = mkdtempSync(join(tmpdir(), 'embedded-cache-'));
process.env.XDG_CACHE_HOME = cache;
afterAll(() => rmSync(cache, { recursive: true }));
const { artifactOf, artifactPath } = await import('../lib/build-cache.mjs');
const { resolveBinaries } = await import('../lib/resolve-binaries.mjs');
const { everyServer, mongodb, natsStreaming } = await import('../lib/servers.mjs');

/** Makes these programs all that is on PATH. */
function onlyOnPath(programs: Record<string, string>): string {
  const dir = tempFolder();
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(dir, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env.PATH = dir;
  return dir;
}

const refusal = (servers = everyServer) => userErrorOf(resolveBinaries(servers));

test('when a server is on PATH, then it is used', async () => {
  const dir = onlyOnPath({ mongod: '' });
  const binaryOf = await resolveBinaries([mongodb]);
  expect(binaryOf(mongodb)).toEqual({ path: join(dir, 'mongod'), built: false });
});

test('when several are on PATH, then it is the first, and neither a folder nor a plain file', async () => {
  const [folder, plain] = [tempFolder(), tempFolder()];
  const [first, second] = [onlyOnPath({ mongod: '' }), onlyOnPath({ mongod: '' })];
  mkdirSync(join(folder, 'mongod'));
  writeFileSync(join(plain, 'mongod'), '', { mode: 0o644 });
  process.env.PATH = ['', folder, plain, first, second].join(delimiter);
  expect((await resolveBinaries([mongodb]))(mongodb).path).toBe(join(first, 'mongod'));
});

test('when a server was built before, then that is used, and no Go is needed', async () => {
  onlyOnPath({});
  const path = artifactPath(artifactOf(natsStreaming));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '', { mode: 0o755 });
  expect((await resolveBinaries([natsStreaming]))(natsStreaming)).toEqual({ path, built: true });
});

test('when there is neither a server nor Go, then the error names both ways out for each that is missing', async () => {
  onlyOnPath({ minio: '' });
  const message = await refusal(everyServer.filter((server) => server !== natsStreaming));
  expect(message).toMatch(/^Missing: traefik, mongod\. There are two ways out\./);
  expect(message).toMatch(/1\. Install Go \d\.\d+.* or newer .*There is no Go on PATH now\./s);
  expect(message).toMatch(/2\. Install the servers themselves.*traefik +https:.*mongod +https:/s);
  expect(message).not.toContain('minio');
});

test('when Go is too old and may not download a newer one, then the error says so', async () => {
  const dir = onlyOnPath({ go: 'echo go1.20.1; echo local' });
  expect(await refusal([mongodb])).toContain(
    `The Go on this machine is too old: 1.20.1 (${join(dir, 'go')}).`,
  );
});

test('when Go answers nothing of use, then it counts as too old', async () => {
  onlyOnPath({ go: 'echo' });
  expect(await refusal([mongodb])).toContain('too old: an old one');
});
