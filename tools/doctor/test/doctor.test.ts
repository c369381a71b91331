import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../embedded/lib/ports.mjs';
import { certificates } from '../lib/certificates.mjs';
import { composeLine, engineLines } from '../lib/docker.mjs';
import { localNames, names } from '../lib/hostnames.mjs';
import { images } from '../lib/images.mjs';
import { machine } from '../lib/machine.mjs';
import { node } from '../lib/node.mjs';
import { ports } from '../lib/ports.mjs';

const GIB = 2 ** 30;
const folders: string[] = [];
const servers: Server[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  for (const server of servers) server.close();
});

/** What is said, a sentence each: `state what -> mend`. */
const told = async (lines: ReturnType<typeof machine> | { state: string; what: string; mend?: string }[]) =>
  (await lines).map(({ state, what, mend }) => `${state} ${what}${mend ? ` -> ${mend}` : ''}`);

/** Free ports for all that `npm start` takes. */
async function freePorts(): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of [
    '',
    'AUTH_',
    'PRODUCTS_',
    'CART_',
    'ORDERS_',
    'PAYMENTS_',
    'CLIENT_',
    'MONGO_',
    'NATS_',
  ])
    env[`${name}PORT`] = String(await freePort());
  for (const name of ['NATS_MONITOR', 'MINIO', 'MINIO_CONSOLE', 'STRIPE_EMULATOR', 'HTTP', 'HTTPS'])
    env[`${name}_PORT`] = String(await freePort());
  return env;
}

async function listening(body: string): Promise<string> {
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return String((server.address() as AddressInfo).port);
}

test('when Node is too old, then that is a failure with the way to a newer one', async () => {
  expect((await told(node('18.20.0')))[0]).toMatch(/^fail Node 18\.20\.0 is too old: it takes 20\.19 -> nvm/);
  expect((await told(node('20.19.0')))[0]).toBe('ok Node 20.19.0');
});

test.each([
  [{ memory: 16 * GIB, disk: 50 * GIB, architecture: 'arm64' }, ['ok', 'ok', 'ok']],
  [{ memory: 4 * GIB, disk: 5 * GIB, architecture: 'riscv64' }, ['warn', 'warn', 'warn']],
  [{ memory: 2 * GIB, disk: GIB, architecture: 'x64' }, ['fail', 'fail', 'ok']],
])('a machine with %j is told as it is', async (facts, states) => {
  expect((await machine(facts)).map(({ state }) => state)).toEqual(states);
});

test('an engine that does not answer, and a Compose that is too old, are failures', async () => {
  expect(await told(engineLines(undefined))).toEqual([
    expect.stringMatching(/^fail .*does not answer -> start/),
  ]);
  expect(await told(engineLines(`28.0.1 ${8 * GIB}`))).toEqual([
    'ok Docker Engine 28.0.1',
    'ok 8.0 GiB of memory for containers',
  ]);
  expect(await told([composeLine('2.23.3')])).toEqual([
    expect.stringMatching(/^fail Compose 2\.23\.3 is too old/),
  ]);
  expect(await told([composeLine('v2.24.0')])).toEqual(['ok Compose v2.24.0']);
});

describe('ports', () => {
  test('that are free are told in one line', async () => {
    expect(await told(ports(await freePorts()))).toEqual([expect.stringMatching(/^ok free: \d+/)]);
  });

  test('that are taken are told with their holder and the way out; only what Compose takes too is a failure', async () => {
    const env = await freePorts();
    const port = await listening('hello');
    expect(await told(ports({ ...env, MINIO_PORT: port }))).toEqual([
      expect.stringMatching(
        `^fail port ${port}, .* is taken by process ${process.pid} .*-> .*MINIO_PORT=\\d+ in \\.env`,
      ),
    ]);
    for (const variable of ['MONGO_PORT', 'HTTPS_PORT'])
      expect((await told(ports({ ...env, [variable]: port }))).at(-1)).toMatch(`warn port ${port}, `);
  });

  test('that the shop itself has are no trouble', async () => {
    const port = await listening('{"currentUser":null}');
    expect(await told(ports({ ...(await freePorts()), PORT: port }))).toEqual([
      `ok the shop runs at http://localhost:${port}, and has its ports`,
    ]);
  });
});

test('names that lead elsewhere, or nowhere, are told', async () => {
  expect(await told(names(['localhost']))).toEqual(['ok this machine takes localhost for itself']);
  expect(await told(names(['localhost', 'nowhere.invalid']))).toEqual([
    expect.stringMatching(/^warn this machine does not take nowhere\.invalid for itself -> just hosts/),
  ]);
});

describe('certificates', () => {
  /** Signed by themselves. */
  function folderWith(...made: [name: string, subject: string, days: number][]): string {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    folders.push(folder);
    for (const [name, subject, days] of made) {
      const [key, cert] = [join(folder, `${name}-key.pem`), join(folder, `${name}.pem`)];
      const args = [
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-keyout',
        key,
        '-out',
        cert,
      ];
      const subjects = ['-subj', `/CN=${subject}`, '-addext', `subjectAltName=DNS:${subject}`];
      execFileSync('openssl', ['req', '-x509', ...args, '-days', String(days), ...subjects], {
        stdio: 'pipe',
      });
    }
    return folder;
  }
  const [shop = '', media = '', api = ''] = localNames;

  test('that are not made yet are a warning, as HTTPS is nobody has to use', async () => {
    expect(await told(certificates(folderWith()))).toEqual(['warn no certificates yet -> just certs']);
  });

  test('that last are told with their days, and that nobody here trusts who signed them', async () => {
    const folder = folderWith(...localNames.map((name): [string, string, number] => [name, name, 90]));
    expect(await told(certificates(folder))).toEqual([
      ...localNames.map((name) => expect.stringMatching(`^ok certs/${name}.pem, for (89|90) days more`)),
      expect.stringMatching(/^warn this machine does not trust .*-> .*mkcert/),
    ]);
  });

  test('that have ended are a failure', async () => {
    const folder = folderWith([shop, shop, 5]);
    const later = Date.now() + 6 * 24 * 3600_000;
    expect((await told(certificates(folder, later)))[0]).toMatch(`fail certs/${shop}.pem ended on `);
  });

  test('that end soon, are for another name, are missing or are none are each told as that', async () => {
    const folder = folderWith([shop, shop, 5], [media, 'other.local', 90]);
    expect(await told(certificates(folder))).toEqual([
      expect.stringMatching(`^warn certs/${shop}.pem ends in [45] days -> .*just certs`),
      expect.stringMatching(`^fail certs/${media}.pem is for another name: DNS:other.local`),
      `fail certs/${api}.pem is missing -> just certs`,
      expect.anything(),
    ]);
    writeFileSync(join(folder, `${api}.pem`), 'hello');
    rmSync(join(folder, `${shop}-key.pem`));
    expect(await told(certificates(folder))).toEqual([
      expect.stringMatching(`^fail certs/${shop}.pem has no key beside it`),
      expect.anything(),
      expect.stringMatching(`^fail certs/${api}.pem is no certificate`),
      expect.anything(),
    ]);
  });
});

test('images that have reached their end are told, and that they soon will; one that is no longer pinned is a failure', async () => {
  const compose = 'node:24 mongo:8.0 nats-streaming:0.25.6-alpine quay.io/minio/minio:RELEASE';
  const states = async (day: string, text = compose) =>
    (await images(new Date(day), text)).map(({ state }) => state);
  expect(await states('2026-01-01')).toEqual(['ok', 'ok', 'warn', 'warn']);
  expect(await states('2028-03-01')).toEqual(['warn', 'ok', 'warn', 'warn']);
  expect(await states('2026-01-01', compose.replace('mongo:8.0', 'mongo:9.0'))).toContain('fail');
  expect((await images(new Date('2026-01-01'))).map(({ state }) => state)).not.toContain('fail');
});

test('when something fails, then doctor says so for all and ends with 1', async () => {
  const port = await listening('hello');
  const env = { ...process.env, ...(await freePorts()) };
  const run = (more: Record<string, string>) =>
    spawnSync(process.execPath, [join(import.meta.dirname, '../doctor.mjs')], {
      env: { ...env, K8S_CONTEXT: 'nowhere', ...more },
      encoding: 'utf8',
    });
  const { status, stdout } = run({ PORT: port });
  expect(stdout).toMatch(`fail  port ${port}, for the gateway`);
  expect(stdout).toMatch(/\d+ to mend, each with its command above\.\n$/);
  expect(status).toBe(1);
}, 60_000);
