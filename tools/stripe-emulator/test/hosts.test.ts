import { request } from 'node:http';
import { Emulator } from './emulator.ts';
import { KEY } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());

/** Sends a request with another `Host`, which `fetch` does not allow. */
const statusOf = (path: string, host: string) =>
  new Promise((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${KEY}` };
    request({ host: '127.0.0.1', port: emulator.port, path, headers })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });

const paths = ['/', '/_emulator/ledger', '/v1/payment_intents', '/readyz'];

describe('the Host header', () => {
  it.each([
    'evil.example',
    'evil.example:12111',
    '127.0.0.1.evil.example',
    'localhost.evil.example',
    'a.local',
  ])('is rejected when it names %s, which can resolve to any address', async (host) => {
    for (const path of paths) expect(await statusOf(path, host)).toBe(403);
  });

  it.each([
    'localhost:12111',
    'LOCALHOST',
    '127.0.0.1:12111',
    '10.1.2.3:3000',
    '[::1]:12111',
    'stripe-emulator:3000',
  ])('may name %s', async (host) => {
    for (const path of paths) expect(await statusOf(path, host)).toBe(200);
  });
});
