import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../embedded/lib/ports.mjs';
import { portsOf } from '../../embedded/lib/settings.mjs';
import { afterTest, tempFolder } from '../../embedded/test/fixtures.ts';
import { checkCertificates } from '../lib/certificates.mjs';
import type { CheckResult } from '../lib/check-result.mjs';
import { checkCompose, checkEngine } from '../lib/docker.mjs';
import { checkHostnames, localHostnames } from '../lib/hostnames.mjs';
import { checkImages } from '../lib/images.mjs';
import { checkMachine } from '../lib/machine.mjs';
import { checkNode } from '../lib/node.mjs';
import { checkPorts } from '../lib/ports.mjs';

const GIB_BYTES = 2 ** 30;

/** Compares results as a sentence each: `status message -> fix`. */
async function expectResults(
  results: Promise<CheckResult[]> | CheckResult[],
  ...expected: (string | RegExp)[]
) {
  const sentences = (await results).map(
    ({ status, message, fix }) => `${status} ${message}${fix ? ` -> ${fix}` : ''}`,
  );
  expect(sentences).toEqual(
    expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
  );
}

/** Free ports for all that `npm start` and HTTPS take. */
async function freePorts(): Promise<Record<string, string>> {
  const variables = portsOf({}).wanted.map(({ variable }) => variable as string);
  const env: Record<string, string> = {};
  for (const variable of [...variables, 'HTTP_PORT', 'HTTPS_PORT']) env[variable] = String(await freePort());
  return env;
}

async function listening(body: string): Promise<string> {
  const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1');
  afterTest(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return String((server.address() as AddressInfo).port);
}

test('when Node is too old, then that is a failure with the way to a newer one', async () => {
  const tooOld = /^fail Node 18\.20\.0 is too old: it takes 20\.19 -> nvm/;
  await expectResults((await checkNode('18.20.0')).slice(0, 1), tooOld);
  await expectResults((await checkNode('20.19.0')).slice(0, 1), 'ok Node 20.19.0');
});

test.each([
  [{ memory: 16 * GIB_BYTES, disk: 50 * GIB_BYTES, architecture: 'arm64' }, ['ok', 'ok', 'ok']],
  [{ memory: 4 * GIB_BYTES, disk: 5 * GIB_BYTES, architecture: 'riscv64' }, ['warn', 'warn', 'warn']],
  [{ memory: 2 * GIB_BYTES, disk: GIB_BYTES, architecture: 'x64' }, ['fail', 'fail', 'ok']],
])('when a machine has %j, then each is rated', async (facts, statuses) => {
  expect((await checkMachine(facts)).map(({ status }) => status)).toEqual(statuses);
});

test('when an engine does not answer, or a Compose is too old, then that is a failure', async () => {
  await expectResults(checkEngine(undefined), /^fail .*does not answer -> start/);
  const memory = 'ok 8.0 GiB of memory for containers';
  await expectResults(checkEngine(`28.0.1 ${8 * GIB_BYTES}`), 'ok Docker Engine 28.0.1', memory);
  await expectResults([checkCompose('2.23.3')], /^fail Compose 2\.23\.3 is too old/);
  await expectResults([checkCompose('v2.24.0')], 'ok Compose v2.24.0');
});

describe('ports', () => {
  test('that are free are listed in one line', async () => {
    await expectResults(checkPorts(await freePorts()), /^ok free: \d+/);
  });

  test('that are taken are listed with holder and way out, and only those of Compose are failures', async () => {
    const env = await freePorts();
    const port = await listening('hello');
    const taken = `^fail port ${port}, .* is taken by process ${process.pid} .*-> .*MINIO_PORT=\\d+ in \\.env`;
    await expectResults(checkPorts({ ...env, MINIO_PORT: port }), new RegExp(taken));
    for (const variable of ['MONGO_PORT', 'HTTPS_PORT']) {
      const results = await checkPorts({ ...env, [variable]: port });
      await expectResults(results.slice(-1), new RegExp(`warn port ${port}, `));
    }
  });

  test('that the shop itself has are no failure', async () => {
    const port = await listening('{"currentUser":null}');
    const results = checkPorts({ ...(await freePorts()), PORT: port });
    await expectResults(results, `ok the shop runs at http://localhost:${port}, and has its ports`);
  });
});

test('when a name leads elsewhere, or nowhere, then that is a warning', async () => {
  await expectResults(checkHostnames(['localhost']), 'ok this machine takes localhost for itself');
  const missing = /^warn this machine does not take nowhere\.invalid for itself -> just hosts/;
  await expectResults(checkHostnames(['localhost', 'nowhere.invalid']), missing);
});

describe('certificates', () => {
  /** Makes a folder of self-signed certificates. */
  function folderWith(...made: [name: string, subject: string, days: number][]): string {
    const folder = tempFolder();
    for (const [name, subject, days] of made) {
      const files = ['-keyout', join(folder, `${name}-key.pem`), '-out', join(folder, `${name}.pem`)];
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
      const subjects = ['-subj', `/CN=${subject}`, '-addext', `subjectAltName=DNS:${subject}`];
      const args = ['req', '-x509', ...key, ...files, '-days', String(days), ...subjects];
      execFileSync('openssl', args, { stdio: 'pipe' });
    }
    return folder;
  }
  const [shop = '', media = '', api = ''] = localHostnames;

  test('that are not made yet are a warning, because HTTPS is optional', async () => {
    await expectResults(checkCertificates(folderWith()), 'warn no certificates yet -> just certs');
  });

  test('that last are listed with their days, and with a warning that nothing here trusts them', async () => {
    const folder = folderWith(...localHostnames.map((name): [string, string, number] => [name, name, 90]));
    await expectResults(
      checkCertificates(folder),
      ...localHostnames.map((name) => new RegExp(`^ok certs/${name}.pem, for (89|90) days more`)),
      /^warn this machine does not trust .*-> .*mkcert/,
    );
  });

  test('that have ended are a failure', async () => {
    const folder = folderWith([shop, shop, 5]);
    const later = Date.now() + 6 * 24 * 3600_000;
    const results = await checkCertificates(folder, later);
    await expectResults(results.slice(0, 1), new RegExp(`fail certs/${shop}.pem ended on `));
  });

  test('that end soon, are for another name, are missing or unreadable are each named', async () => {
    const folder = folderWith([shop, shop, 5], [media, 'other.local', 90]);
    await expectResults(
      checkCertificates(folder),
      new RegExp(`^warn certs/${shop}.pem ends in [45] days -> .*just certs`),
      new RegExp(`^fail certs/${media}.pem is for another name: DNS:other.local`),
      `fail certs/${api}.pem is missing -> just certs`,
      /./,
    );
    writeFileSync(join(folder, `${api}.pem`), 'hello');
    rmSync(join(folder, `${shop}-key.pem`));
    await expectResults(
      checkCertificates(folder),
      new RegExp(`^fail certs/${shop}.pem has no key beside it`),
      /./,
      new RegExp(`^fail certs/${api}.pem is no certificate`),
      /./,
    );
  });
});

test('when an image reaches its end of life, then that is a warning; one that is not pinned fails', async () => {
  const compose = 'node:24 mongo:8.0 nats-streaming:0.25.6-alpine quay.io/minio/minio:RELEASE';
  const statuses = async (day: string, text?: string) =>
    (await checkImages(new Date(day), text)).map(({ status }) => status);
  expect(await statuses('2026-01-01', compose)).toEqual(['ok', 'ok', 'warn', 'warn']);
  expect(await statuses('2028-03-01', compose)).toEqual(['warn', 'ok', 'warn', 'warn']);
  expect(await statuses('2026-01-01', compose.replace('mongo:8.0', 'mongo:9.0'))).toContain('fail');
  expect(await statuses('2026-01-01')).not.toContain('fail');
});

test('when something fails, then doctor says so for all and ends with 1', async () => {
  const env = { ...process.env, ...(await freePorts()), K8S_CONTEXT: 'nowhere' };
  const port = await listening('hello');
  const doctor = join(import.meta.dirname, '../doctor.mjs');
  const options = { env: { ...env, PORT: port }, encoding: 'utf8' } as const;
  const { status, stdout } = spawnSync(process.execPath, [doctor], options);
  expect(stdout).toMatch(`fail  port ${port}, for the gateway`);
  expect(stdout).toMatch(/\d+ to fix, each with its command above\.\n$/);
  expect(status).toBe(1);
}, 60_000);
