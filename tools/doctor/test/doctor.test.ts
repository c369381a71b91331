import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../embedded/lib/ports.mjs';
import { portsOf } from '../../embedded/lib/settings.mjs';
import { afterTest, tempFolder } from '../../embedded/test/fixtures.ts';
import { checkCertificates } from '../lib/certificates.mjs';
import type { CheckResult } from '../lib/check-result.mjs';
import { checkCheckout } from '../lib/checkout.mjs';
import { checkCompose, checkEngine } from '../lib/docker.mjs';
import { checkDotenv } from '../lib/dotenv.mjs';
import { checkHostnames, localHostnames } from '../lib/hostnames.mjs';
import { checkImages } from '../lib/images.mjs';
import { checkMachine } from '../lib/machine.mjs';
import { checkNode } from '../lib/node.mjs';
import { checkPorts } from '../lib/ports.mjs';

const GIB_BYTES = 2 ** 30;

/** Compares results in the form `status message -> fix`. */
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

/** Chooses free ports for `npm start` and HTTPS. */
async function freePorts(): Promise<Record<string, string>> {
  const variables = portsOf({}).wanted.map(({ variable }) => variable as string);
  const env: Record<string, string> = {};
  for (const variable of [...variables, 'HTTP_PORT', 'HTTPS_PORT']) env[variable] = String(await freePort());
  return env;
}

async function listening(body: string, port = 0, host = '127.0.0.1'): Promise<string> {
  const server = createServer((_, response) => response.end(body)).listen(port, host);
  afterTest(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return String((server.address() as AddressInfo).port);
}

describe('checkNode', () => {
  it('fails for an old Node and says how to get a newer one', async () => {
    const tooOld = /^fail Node 18\.20\.0 is too old\. Node 20\.19 or newer is required -> nvm/;
    await expectResults((await checkNode('18.20.0')).slice(0, 1), tooOld);
    await expectResults((await checkNode('20.19.0')).slice(0, 1), 'ok Node 20.19.0');
  });
});

describe('checkMachine', () => {
  it.each([
    [{ memory: 16 * GIB_BYTES, disk: 50 * GIB_BYTES, architecture: 'arm64' }, ['ok', 'ok', 'ok']],
    [{ memory: 4 * GIB_BYTES, disk: 5 * GIB_BYTES, architecture: 'riscv64' }, ['warn', 'warn', 'warn']],
    [{ memory: 2 * GIB_BYTES, disk: GIB_BYTES, architecture: 'x64' }, ['fail', 'fail', 'ok']],
  ])('rates a machine with %j', async (facts, statuses) => {
    expect((await checkMachine(facts)).map(({ status }) => status)).toEqual(statuses);
  });
});

describe('checkEngine and checkCompose', () => {
  it('fail for an unreachable engine and an old Compose', async () => {
    await expectResults(checkEngine(undefined), /^fail .*is not reachable -> start/);
    const memory = 'ok 8.0 GiB of memory for containers';
    await expectResults(checkEngine(`28.0.1 ${8 * GIB_BYTES}`), 'ok Docker Engine 28.0.1', memory);
    await expectResults([checkCompose('2.23.3')], /^fail Compose 2\.23\.3 is too old/);
    await expectResults([checkCompose('v2.24.0')], 'ok Compose v2.24.0');
  });
});

describe('checkPorts', () => {
  it('lists free ports in one line', async () => {
    await expectResults(checkPorts(await freePorts()), /^ok free: \d+/);
  });

  it('lists taken ports with process and fix; only ports of Compose fail', async () => {
    const env = await freePorts();
    const port = await listening('hello');
    const taken = `^fail port ${port}, .* is used by process ${process.pid} .*-> .*MINIO_PORT=\\d+ in \\.env`;
    await expectResults(checkPorts({ ...env, MINIO_PORT: port }), new RegExp(taken));
    for (const variable of ['MONGO_PORT', 'HTTPS_PORT']) {
      const results = await checkPorts({ ...env, [variable]: port });
      await expectResults(results.slice(-1), new RegExp(`warn port ${port}, `));
    }
  });

  it('accepts ports that the shop itself uses', async () => {
    const port = await listening('{"currentUser":null}');
    const results = checkPorts({ ...(await freePorts()), PORT: port });
    await expectResults(results, `ok the shop runs at http://localhost:${port} and uses its ports`);
  });
});

describe('a server on IPv6 only', () => {
  const taken = (port: string) => new RegExp(`^fail port ${port}, .* is used by process ${process.pid} `);

  it('is in the way of the shop', async () => {
    const port = await listening('hello', 0, '::1');
    await expectResults(checkPorts({ ...(await freePorts()), PORT: port }), taken(port));
  });

  it('is found beside the running shop', async () => {
    const port = await listening('{"currentUser":null}');
    await listening('hello', Number(port), '::1');
    const results = checkPorts({ ...(await freePorts()), PORT: port });
    await expectResults(results, /^ok the shop runs/, taken(port));
  });
});

describe('checkDotenv', () => {
  const checked = (text: string) => {
    const file = join(tempFolder(), '.env');
    writeFileSync(file, text);
    return checkDotenv(file, {});
  };

  it('reads a valid file', async () => {
    const { env, results } = checked('PORT=8081\n');
    expect(env).toEqual({ PORT: '8081' });
    await expectResults(results, 'ok .env is valid');
    await expectResults(checkDotenv('/nowhere/.env', {}).results, /^ok there is no \.env/);
  });

  it('warns about a comment that Compose takes for a value', async () => {
    const { env, results } = checked(
      'JWT_PRIVATE_KEY= # none yet\nMINIO_SECRET_KEY=# none\nLOG_LEVEL=info # most\n',
    );
    expect(env.JWT_PRIVATE_KEY).toBe('');
    await expectResults(results, /^warn .* after JWT_PRIVATE_KEY, MINIO_SECRET_KEY= in \.env/);
  });

  it('fails for a line that Compose rejects', async () => {
    await expectResults(checked('PORT="8081\n').results, /^fail Line 1 of \.env is invalid: .* -> correct/);
  });
});

describe('checkCheckout', () => {
  it('fails for shell scripts with the line ends of Windows', async () => {
    const folder = tempFolder();
    for (const one of ['.githooks', 'ci', 'tests', 'tools']) mkdirSync(join(folder, one));
    writeFileSync(join(folder, 'ci/code.sh'), '#!/bin/sh\r\n');
    writeFileSync(join(folder, '.githooks/pre-commit'), '#!/bin/sh\n');
    await expectResults(checkCheckout(folder), /^fail 1 of 2 shell scripts have the line ends of Windows/);
  });
});

describe('checkHostnames', () => {
  it('warns about names that do not resolve to this machine', async () => {
    await expectResults(checkHostnames(['localhost']), 'ok these names resolve to this machine: localhost');
    const missing = /^warn these names do not resolve to this machine: nowhere\.invalid -> run just hosts/;
    await expectResults(checkHostnames(['localhost', 'nowhere.invalid']), missing);
  });
});

describe('checkCertificates', () => {
  /** Creates a folder with self-signed certificates. */
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
  const [shop = '', minio = '', api = ''] = localHostnames;

  it('only warns if there are none, because HTTPS is optional', async () => {
    await expectResults(checkCertificates(folderWith()), 'warn there are no certificates yet -> just certs');
  });

  it('lists the remaining days and warns if the CA is not trusted', async () => {
    const folder = folderWith(...localHostnames.map((name): [string, string, number] => [name, name, 90]));
    await expectResults(
      checkCertificates(folder),
      ...localHostnames.map((name) => new RegExp(`^ok certs/${name}.pem is valid for another (89|90) days`)),
      /^warn the CA of the certificates is not trusted.*-> .*mkcert/,
    );
  });

  it('fails for an expired certificate', async () => {
    const folder = folderWith([shop, shop, 5]);
    const later = Date.now() + 6 * 24 * 3600_000;
    const results = await checkCertificates(folder, later);
    await expectResults(results.slice(0, 1), new RegExp(`fail certs/${shop}.pem expired on `));
  });

  it('names certificates that expire soon, mismatch, are missing or invalid', async () => {
    const folder = folderWith([shop, shop, 5], [minio, 'other.local', 90]);
    await expectResults(
      checkCertificates(folder),
      new RegExp(`^warn certs/${shop}.pem expires in [45] days -> .*just certs`),
      new RegExp(`^fail certs/${minio}.pem is for another host name: DNS:other.local`),
      `fail certs/${api}.pem is missing -> just certs`,
      /./,
    );
    writeFileSync(join(folder, `${api}.pem`), 'hello');
    rmSync(join(folder, `${shop}-key.pem`));
    await expectResults(
      checkCertificates(folder),
      new RegExp(`^fail certs/${shop}.pem has no key file`),
      /./,
      new RegExp(`^fail certs/${api}.pem is not a certificate`),
      /./,
    );
  });
});

describe('checkImages', () => {
  it('warns about the end of life and fails for an image that is not pinned', async () => {
    const compose = 'node:24 mongo:8.0 nats-streaming:0.25.6-alpine quay.io/minio/minio:RELEASE';
    const statuses = async (day: string, text?: string) =>
      (await checkImages(new Date(day), text)).map(({ status }) => status);
    expect(await statuses('2026-01-01', compose)).toEqual(['ok', 'ok', 'warn', 'warn']);
    expect(await statuses('2028-03-01', compose)).toEqual(['warn', 'ok', 'warn', 'warn']);
    expect(await statuses('2026-01-01', compose.replace('mongo:8.0', 'mongo:9.0'))).toContain('fail');
    expect(await statuses('2026-01-01')).not.toContain('fail');
  });
});

describe('npm run doctor', () => {
  it('prints every problem and exits with 1', async () => {
    const env = { ...process.env, ...(await freePorts()), K8S_CONTEXT: 'nowhere' };
    const port = await listening('hello');
    const doctor = join(import.meta.dirname, '../doctor.mjs');
    const options = { env: { ...env, PORT: port }, encoding: 'utf8' } as const;
    const { status, stdout } = spawnSync(process.execPath, [doctor], options);
    expect(stdout).toMatch(`fail  port ${port}, for the gateway`);
    expect(stdout).toMatch(/\d+ problems? found\. Each is listed above with its fix\.\n$/);
    expect(status).toBe(1);
  }, 60_000);
});
