import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../lib/errors.mjs';
import { assertPortsFree, freePort } from '../lib/ports.mjs';
import { portsOf } from '../lib/settings.mjs';
import { Program, userErrorOf } from './fixtures.ts';

/** The range of ports that Linux uses for outgoing connections. */
const ephemeral = '/proc/sys/net/ipv4/ip_local_port_range';

const listening = `
  import { createServer } from 'node:net';
  const [first, host] = process.argv.slice(1);
  const listen = (port) => createServer().on('error', () => listen(port - 1)).listen(port, host, function () {
    console.log(this.address().port);
  });
  listen(Number(first));`;

/** Starts a process that listens on this port or the next lower free one. */
async function holder(first = 0, host = '127.0.0.1') {
  const program = new Program(listening, [String(first), host]);
  return { program, port: Number(await program.line()) };
}

const gateway = (port: number) => ({ variable: 'PORT', port, purpose: 'the gateway' });
const auth = (port: number) => ({ variable: 'AUTH_PORT', port, purpose: 'auth' });

describe('assertPortsFree', () => {
  it('accepts free ports', async () => {
    await assertPortsFree([gateway(await freePort()), auth(await freePort())]);
  });
});

describe('freePort', () => {
  it('returns no port that the system uses for outgoing connections', async () => {
    const range = existsSync(ephemeral) ? readFileSync(ephemeral, 'utf8') : '49152';
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(Math.max(...ports)).toBeLessThan(Number.parseInt(range, 10));
    expect(new Set(ports).size).toBe(20);
  });
});

describe('taken ports', () => {
  it('are all named with their process and an alternative', async () => {
    const [one, other] = [await holder(), await holder()];
    const lines = (await userErrorOf(assertPortsFree([gateway(one.port), auth(other.port)]))).split('\n');
    expect(lines).toEqual([
      expect.stringMatching(`^Port ${one.port}, for the gateway, is used.*PORT=\\d+ npm start$`),
      expect.stringMatching(`^Port ${other.port}, for auth, is used.*AUTH_PORT=\\d+ npm start$`),
    ]);
    const holders = lines.map((line) => Number(/by process (\d+) \(/.exec(line)?.[1]));
    expect(holders).toEqual([one.program.pid, other.program.pid]);
  });

  it('include ports that a process listens on at every address', async () => {
    const { port } = await holder(0, '0.0.0.0');
    expect(await userErrorOf(assertPortsFree([gateway(port)]))).toContain(`Port ${port}`);
  });

  it('include ports that another process listens on at the IPv6 address of localhost', async () => {
    const { port, program } = await holder(0, '::1');
    const message = await userErrorOf(assertPortsFree([gateway(port)]));
    expect(message).toContain(`Port ${port}, for the gateway, is used by process ${program.pid} (`);
  });

  it('get a valid alternative, also for a high port', async () => {
    const { port } = await holder(65_000);
    const message = await userErrorOf(assertPortsFree([gateway(port)]));
    const proposed = Number(/ PORT=(\d+) /.exec(message)?.[1]);
    expect(proposed).not.toBe(port);
    portsOf({ PORT: String(proposed) });
  });

  it('include a port that is set twice', async () => {
    const port = await freePort();
    const message = await userErrorOf(assertPortsFree([gateway(port), auth(port)]));
    expect(message).toBe(`Port ${port} is set twice, once for auth. Change AUTH_PORT.`);
  });
});

describe('portsOf', () => {
  it.each(['http', '80a', '0', '-1', '65536', '80.5', 'NaN'])('rejects %s as a port', (text) => {
    const error = new UserError(`NATS_PORT=${text} is no port: give a number from 1 to 65535.`);
    expect(() => portsOf({ NATS_PORT: text })).toThrow(error);
  });

  it('uses the default for a missing or empty variable', () => {
    expect(portsOf({ MONGO_PORT: '' }).port('MONGO_PORT')).toBe(27017);
    expect(portsOf({ PORT: '9999' }).port('PORT')).toBe(9999);
  });

  it('leaves out the emulator if there is a Stripe key', () => {
    const variables = (env: NodeJS.ProcessEnv) => portsOf(env).wanted.map(({ variable }) => variable);
    expect(variables({})).toContain('STRIPE_EMULATOR_PORT');
    expect(variables({ STRIPE_SECRET_KEY: 'sk_test_1' })).not.toContain('STRIPE_EMULATOR_PORT');
  });

  it('opens the monitor of NATS Streaming on request only', () => {
    expect(portsOf({}).port('NATS_MONITOR_PORT')).toBe(0);
    expect(portsOf({}).wanted.map(({ variable }) => variable)).not.toContain('NATS_MONITOR_PORT');
    expect(portsOf({ NATS_MONITOR_PORT: '8333' }).port('NATS_MONITOR_PORT')).toBe(8333);
  });

  it('includes the debuggers of npm run dev, and no server that runs in a container', () => {
    const variables = portsOf({}, { debuggers: true, containers: true }).wanted.map(
      ({ variable }) => variable,
    );
    expect(variables).toEqual(expect.arrayContaining(['AUTH_DEBUG_PORT', 'MINIO_PORT']));
    expect(variables).not.toContain('MONGO_PORT');
    expect(portsOf({}).wanted.map(({ variable }) => variable)).not.toContain('AUTH_DEBUG_PORT');
  });
});
