import { existsSync, readFileSync } from 'node:fs';
import { UserError } from '../lib/errors.mjs';
import { assertPortsFree, freePort } from '../lib/ports.mjs';
import { portsOf } from '../lib/settings.mjs';
import { Program, userErrorOf } from './fixtures.ts';

/** Linux lists here which ports it gives to outgoing connections. */
const ephemeral = '/proc/sys/net/ipv4/ip_local_port_range';

const listening = `
  import { createServer } from 'node:net';
  const [first, host] = process.argv.slice(1);
  const listen = (port) => createServer().on('error', () => listen(port - 1)).listen(port, host, function () {
    console.log(this.address().port);
  });
  listen(Number(first));`;

/** A process that listens on this port, or the next lower one that is free. */
async function holder(first = 0, host = '127.0.0.1') {
  const program = new Program(listening, [String(first), host]);
  return { program, port: Number(await program.line()) };
}

const gateway = (port: number) => ({ variable: 'PORT', port, purpose: 'the gateway' });
const auth = (port: number) => ({ variable: 'AUTH_PORT', port, purpose: 'auth' });

test('when all ports are free, then no error is thrown', async () => {
  await assertPortsFree([gateway(await freePort()), auth(await freePort())]);
});

test('a free port is none that the system gives to an outgoing connection, even while nothing listens on it', async () => {
  const range = existsSync(ephemeral) ? readFileSync(ephemeral, 'utf8') : '49152';
  const ports = await Promise.all(Array.from({ length: 20 }, freePort));
  expect(Math.max(...ports)).toBeLessThan(Number.parseInt(range, 10));
  expect(new Set(ports).size).toBe(20);
});

test('when ports are taken, then the error names all of them, their holders and the way out', async () => {
  const [one, other] = [await holder(), await holder()];
  const lines = (await userErrorOf(assertPortsFree([gateway(one.port), auth(other.port)]))).split('\n');
  expect(lines).toEqual([
    expect.stringMatching(`^Port ${one.port}, for the gateway, is taken.*PORT=\\d+ npm start$`),
    expect.stringMatching(`^Port ${other.port}, for auth, is taken.*AUTH_PORT=\\d+ npm start$`),
  ]);
  const holders = lines.map((line) => Number(/by process (\d+) \(/.exec(line)?.[1]));
  expect(holders).toEqual([one.program.pid, other.program.pid]);
});

test('when another takes the port on every address, then it counts as taken', async () => {
  const { port } = await holder(0, '0.0.0.0');
  expect(await userErrorOf(assertPortsFree([gateway(port)]))).toContain(`Port ${port}`);
});

test('when a high port is taken, then the one that is proposed is a port', async () => {
  const { port } = await holder(65_000);
  const message = await userErrorOf(assertPortsFree([gateway(port)]));
  const proposed = Number(/ PORT=(\d+) /.exec(message)?.[1]);
  expect(proposed).not.toBe(port);
  portsOf({ PORT: String(proposed) });
});

test('when two parts are given one port, then the variable to change is named', async () => {
  const port = await freePort();
  const message = await userErrorOf(assertPortsFree([gateway(port), auth(port)]));
  expect(message).toBe(`Port ${port} is given to two parts, one of them auth: change AUTH_PORT.`);
});

test.each(['http', '80a', '0', '-1', '65536', '80.5', 'NaN'])(
  'when a port is given as %s, then it is refused',
  (text) => {
    const error = new UserError(`NATS_PORT=${text} is no port: give a number from 1 to 65535.`);
    expect(() => portsOf({ NATS_PORT: text })).toThrow(error);
  },
);

test('when a port is not given, or given as nothing, then it is the usual one', () => {
  expect(portsOf({ MONGO_PORT: '' }).port('MONGO_PORT')).toBe(27017);
  expect(portsOf({ PORT: '9999' }).port('PORT')).toBe(9999);
});

test('when payments go to Stripe itself, then the port of the emulator is not needed', () => {
  const variables = (env: NodeJS.ProcessEnv) => portsOf(env).wanted.map(({ variable }) => variable);
  expect(variables({})).toContain('STRIPE_EMULATOR_PORT');
  expect(variables({ STRIPE_SECRET_KEY: 'sk_test_1' })).not.toContain('STRIPE_EMULATOR_PORT');
});
