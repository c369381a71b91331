import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually, testBusEnv, testDatabaseUrl, testEnv } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';
import { type ShutdownPhase, shutDown } from '../src/runtime/lifecycle.ts';
import { recordedLog } from './recorded-log.ts';

const names: ShutdownPhase['name'][] = ['drain', 'stop intake', 'flush', 'disconnect'];
const completed = (phase: string) => ({ level: 'info', msg: 'shutdown phase completed', phase });

/** Shuts down with some phases replaced. */
async function shutDownWith(replaced: Partial<Record<ShutdownPhase['name'], () => Promise<unknown>>>) {
  const { log, lines } = recordedLog();
  const phases = names.map((name) => ({ name, run: jest.fn(replaced[name] ?? (async () => {})) }));
  const exitCode = await shutDown(phases, 200, log);
  return {
    exitCode,
    lines,
    run: phases.filter(({ run }) => run.mock.calls.length > 0).map(({ name }) => name),
  };
}

describe('shutDown', () => {
  it('runs and logs the phases in order', async () => {
    const { exitCode, lines } = await shutDownWith({});
    expect(exitCode).toBe(0);
    expect(lines).toMatchObject(names.map(completed));
  });

  it('ends with exit code 1 at a phase that exceeds the budget', async () => {
    const { exitCode, lines, run } = await shutDownWith({ 'stop intake': () => new Promise(() => {}) });
    expect(exitCode).toBe(1);
    expect(run).toEqual(['drain', 'stop intake']);
    expect(lines).toMatchObject([
      completed('drain'),
      {
        level: 'fatal',
        msg: 'graceful shutdown timed out; forcing exit',
        phase: 'stop intake',
        budgetMs: 200,
      },
    ]);
  });

  it('continues after a failed phase, and ends with exit code 1', async () => {
    const { exitCode, lines } = await shutDownWith({ flush: () => Promise.reject(new Error('broken')) });
    expect(exitCode).toBe(1);
    expect(lines).toMatchObject([
      completed('drain'),
      completed('stop intake'),
      { level: 'error', msg: 'shutdown phase failed', phase: 'flush', err: { message: 'broken' } },
      completed('disconnect'),
    ]);
  });
});

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a proxy to the database that can be cut off. */
async function databaseBehindProxy() {
  const url = new URL(testDatabaseUrl());
  const { port, hostname } = url;
  const sockets: Socket[] = [];
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    sockets.push(client, upstream);
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  url.port = String((proxy.address() as AddressInfo).port);
  const cutOff = () => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  };
  return { url: url.href, cutOff };
}

/** Runs `tiny-service.mjs` as a separate process. */
function startProcess(env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'tiny-service.mjs')], {
    env: { ...testEnv, MONGO_URL: testDatabaseUrl(), ...testBusEnv(), PORT: '0', DRAIN_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: Record<string, unknown>[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(JSON.parse(line)));
  const exitCode = once(child, 'close').then(([code]) => code);
  const port = () =>
    eventually(() => lines.find(({ msg }) => msg === 'HTTP server listening')?.port ?? false);
  return { child, lines, exitCode, port };
}

const phasesIn = (lines: Record<string, unknown>[]) =>
  lines.filter(({ msg }) => msg === 'shutdown phase completed').map(({ phase }) => phase);

describe('runService', () => {
  it('ends with exit code 0 after all phases on SIGTERM', async () => {
    const { child, lines, exitCode, port } = startProcess();
    const url = `http://127.0.0.1:${await port()}/readyz`;
    await eventually(async () => (await fetch(url)).status === 200);
    child.kill('SIGTERM');
    expect(await exitCode).toBe(0);
    expect(phasesIn(lines)).toEqual(names);
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped' });
  });

  it('names the dependencies that are not ready, and stops without them', async () => {
    const { child, lines, exitCode, port } = startProcess({
      MONGO_URL: 'mongodb://127.0.0.1:9/none',
      NATS_URL: 'nats://127.0.0.1:9',
    });
    const response = await fetch(`http://127.0.0.1:${await port()}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', notReady: ['mongodb', 'nats-streaming'] });
    child.kill('SIGINT');
    expect(await exitCode).toBe(0);
    expect(phasesIn(lines)).toEqual(names);
  });

  it('ends with exit code 0 when the database has become unavailable', async () => {
    const database = await databaseBehindProxy();
    const { child, lines, exitCode, port } = startProcess({ MONGO_URL: database.url });
    const url = `http://127.0.0.1:${await port()}/readyz`;
    await eventually(async () => (await fetch(url)).status === 200);
    database.cutOff();
    child.kill('SIGTERM');
    expect(await exitCode).toBe(0);
    expect(phasesIn(lines)).toEqual(names);
  });

  it.each([
    ['uncaught exception', 'uncaught exception'],
    ['unhandled rejection', 'unhandled rejection'],
    ['failed start', 'uncaught exception'],
  ])('logs an error as fatal and ends with exit code 1 after the phases: %s', async (FAILURE, msg) => {
    const { lines, exitCode } = startProcess({ FAILURE });
    expect(await exitCode).toBe(1);
    const fatal = lines.filter(({ level }) => level === 'fatal');
    expect(fatal).toMatchObject([{ msg, err: { message: 'broken' } }]);
    expect(phasesIn(lines)).toEqual(names);
  });

  it('ends with exit code 1 when an error is thrown during the shutdown', async () => {
    const { child, lines, exitCode, port } = startProcess({ FAILURE: 'failed stop' });
    await port();
    child.kill('SIGTERM');
    expect(await exitCode).toBe(1);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'fatal', msg: 'uncaught exception' }));
    expect(phasesIn(lines)).toEqual(names);
  });

  it('reports a port in use, and ends with exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { lines, exitCode } = startProcess({ PORT: String(port) });
    expect(await exitCode).toBe(1);
    expect(lines).toMatchObject([
      { level: 'fatal', msg: `Port ${port} on 127.0.0.1 is already in use. Set PORT to another port.` },
    ]);
    other.close();
  });
});
