import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../src/logger.ts';

const logged = (facts: object, message = 'something happened'): string => {
  const lines: string[] = [];
  createLogger('test', 'info', { write: (line) => void lines.push(line) }).info(facts, message);
  return lines.join('');
};

test.each([
  ['a card token', 'tok_visa'],
  ["a person's address", 'buyer.one+shop@mail.example.com'],
  ["a person's address in a URL", 'buyer.one%40mail.example.com'],
  ['a key of Stripe', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'],
  ['a session', `eyJ${Buffer.from('{"id":1}').toString('base64')}.eyJpZCI6MX0.signature`],
  ['a hash of a password', 'scrypt$16384$c2FsdA$aGFzaA'],
])('when %s gets into a log, then it is struck out wherever it stands', (_name, secret) => {
  const end = secret.slice(-6);
  for (const text of [secret, `"${secret}"`, `a line\n${secret}\nmore`, `\u0001${secret}`, `C:\\${secret}`]) {
    const line = logged({ deep: { er: [text] }, err: new Error(text) }, text);
    expect(line).not.toContain(end);
    expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'test' });
  }
});

test('when a cookie or a password is logged as what it is, then it is struck out', () => {
  const line = logged({ req: { headers: { cookie: 'session=abc' } }, body: { password: 'a good password' } });
  expect(line).not.toMatch(/abc|a good password/);
});

test.each(['-', '.', '-@', 'a@', 'eyJ'])(
  'when somebody fills an address with "%s", then it is logged about as fast as any other of that length',
  (filling) => {
    const took = (text: string) => {
      const url = `/api/products?search=${text.repeat(15_000 / text.length)}`;
      const begin = performance.now();
      for (let times = 0; times < 5; times++) logged({ url });
      return performance.now() - begin;
    };
    took('/');
    expect(took(filling)).toBeLessThan(100 * Math.max(took('/'), 1));
  },
);

test('when there is nothing secret in a line, then it is left as it is', () => {
  const facts = { url: '/api/products?search=a@b', stripeId: 'pi_123', key: 'order:1:attempt:2' };
  expect(JSON.parse(logged(facts))).toMatchObject(facts);
});

// What takes nothing, as a full disk does, is there on Linux only.
const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux(
  'when standard output takes nothing more, then a service goes on, and ends when it is told to',
  () => {
    const script = `
    import { createLogger } from './dist/logger.js';
    const log = createLogger('test');
    process.on('SIGTERM', () => (log.info('leaves'), process.exit(7)));
    setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
    setInterval(() => {}, 60_000);
    for (let line = 0; line < 100; line++) log.info({ line }, 'something happened');
  `;
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(import.meta.dirname, '..'),
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    closeSync(full);
    expect({ status, stderr }).toEqual({ status: 7, stderr: '' });
  },
);
