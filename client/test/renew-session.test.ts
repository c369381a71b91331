import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jest } from '@jest/globals';

const requests: (string | undefined)[] = [];
let setCookie: string[] = [];
const auth = createServer((req, res) => {
  requests.push(req.headers.cookie);
  if (setCookie.length === 0) res.destroy();
  else res.setHeader('set-cookie', setCookie).end('{}');
}).listen(0, '127.0.0.1');
await once(auth, 'listening');
process.env.AUTH_URL = `http://127.0.0.1:${(auth.address() as AddressInfo).port}`;
const { renewSession, withRenewed } = await import('../lib/renew-session.ts');

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
/** A session cookie whose token expires in this many seconds. */
const sessionFor = (seconds: number) =>
  `session=${encode({ jwt: `a.${encode({ exp: Math.floor(Date.now() / 1000) + seconds })}.b` })}`;
const renewed = 'session=new; path=/; httponly';

beforeEach(() => {
  requests.length = 0;
  setCookie = ['other=1', renewed];
});
afterAll(() => {
  auth.close();
  auth.closeAllConnections();
});

describe('renewSession', () => {
  it('returns the cookie of auth when the token has expired', async () => {
    const expired = sessionFor(-1);
    expect(await renewSession(expired)).toBe(renewed);
    expect(requests).toEqual([expired]);
  });

  it.each([
    ['a valid token', sessionFor(60)],
    ['a token without an expiry', `session=${encode({ jwt: `a.${encode({})}.b` })}`],
    ['a value that is no token', `session=${encode({ jwt: 7 })}`],
    ['a value that is not base64', 'session=привет'],
    ['an empty value', 'session='],
  ])('does not call auth for %s', async (_name, cookie) => {
    expect(await renewSession(cookie)).toBeUndefined();
    expect(requests).toEqual([]);
  });

  it('returns nothing when the session has ended', async () => {
    setCookie = ['other=1'];
    expect(await renewSession(sessionFor(-1))).toBeUndefined();
  });

  it('returns nothing, and logs why, while auth is unavailable', async () => {
    const log = jest.spyOn(console, 'error').mockImplementation(() => {});
    setCookie = [];
    expect(await renewSession(sessionFor(-1))).toBeUndefined();
    expect(log).toHaveBeenCalledTimes(1);
    log.mockRestore();
  });
});

describe('withRenewed', () => {
  it('replaces the session and keeps all other cookies', () => {
    expect(withRenewed('a=1; session=old==; my-session=2', renewed)).toBe('a=1; session=new; my-session=2');
  });
});
