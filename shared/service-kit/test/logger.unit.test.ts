import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@ecommerce/service-kit/observability';

const logged = (fields: object, message = 'something happened'): string => {
  const lines: string[] = [];
  createLogger('test', 'info', { write: (line) => void lines.push(line) }).info(fields, message);
  return lines.join('');
};

describe('createLogger', () => {
  it.each([
    ['a card token', 'tok_visa'],
    ['an email address', 'buyer.one+shop@mail.example.com'],
    ['an email address in a URL', 'buyer.one%40mail.example.com'],
    ['a key of Stripe', 'sk_test_4eC39HqLyjWDarjtT1zdp7dc'],
    ['a session', `eyJ${Buffer.from('{"id":1}').toString('base64')}.eyJpZCI6MX0.signature`],
    ['a password hash', 'scrypt$16384$c2FsdA$aGFzaA'],
  ])('redacts %s anywhere in a line', (_name, secret) => {
    const end = secret.slice(-6);
    for (const text of [
      secret,
      `"${secret}"`,
      `a line\n${secret}\nmore`,
      `\u0001${secret}`,
      `C:\\${secret}`,
    ]) {
      const line = logged({ deep: { er: [text] }, err: new Error(text) }, text);
      expect(line).not.toContain(end);
      expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'test' });
    }
  });

  it('redacts cookies and passwords by field name', () => {
    const line = logged({
      req: { headers: { cookie: 'session=abc' } },
      body: { password: 'a good password' },
    });
    expect(line).not.toMatch(/abc|a good password/);
  });

  it.each(['-', '.', '-@', 'a@', 'eyJ'])(
    'takes no longer for a URL full of "%s" than for other URLs',
    (filling) => {
      const durationOf = (text: string) => {
        const url = `/api/products?search=${text.repeat(15_000 / text.length)}`;
        const begin = performance.now();
        for (let times = 0; times < 5; times++) logged({ url });
        return performance.now() - begin;
      };
      durationOf('/');
      expect(durationOf(filling)).toBeLessThan(100 * Math.max(durationOf('/'), 1));
    },
  );

  it('leaves a line without secrets unchanged', () => {
    const fields = { url: '/api/products?search=a@b', stripeId: 'pi_123', key: 'order:1:attempt:2' };
    expect(JSON.parse(logged(fields))).toMatchObject(fields);
  });

  // Only Linux has a device that rejects all writes, as a full disk does.
  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('keeps a service running, and able to stop, when standard output accepts nothing', () => {
    const script = `
      import { createLogger } from '@ecommerce/service-kit/observability';
      const log = createLogger('test');
      process.on('SIGTERM', () => (log.info('stopping'), process.exit(7)));
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
  });
});
