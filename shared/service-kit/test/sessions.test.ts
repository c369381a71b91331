import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EndedSessions, keyId, requireUser, type Sessions, setToken } from '@ecommerce/service-kit/http';
import { systemClock } from '@ecommerce/service-kit/runtime';
import {
  cookieOf,
  cookieOfToken,
  newUser,
  testEnv,
  testLog,
  testSessions,
  tokenOf,
} from '@ecommerce/test-kit';
import express from 'express';
import request from 'supertest';
import { errorHandler } from '../src/http/error-handler.ts';
import { renewAtAuth } from '../src/http/session-renewal.ts';

const user = newUser();
const expired = () => cookieOfToken(tokenOf(user, { age: 1000 }));

function appWith(sessions: Sessions) {
  const app = express().set('trust proxy', 'loopback');
  app.use(sessions.cookie);
  app.get(
    '/mine',
    sessions.required,
    (req, res) => void res.json({ ...req.currentUser, sid: req.sessionId }),
  );
  app.get('/maybe', sessions.optional, (req, res) => void res.json({ user: req.currentUser ?? null }));
  app.get('/maybe/mine', sessions.optional, (req, res) => void res.json(requireUser(req)));
  app.use(errorHandler(testLog));
  return app;
}
const get = (sessions: Sessions, path: string, cookie: string) =>
  request(appWith(sessions)).get(path).set('Cookie', cookie);

/** Starts auth, whose answer to `currentuser` comes from `answer`. */
async function authAnswering(answer: (req: express.Request, res: express.Response) => void) {
  const app = express()
    .set('trust proxy', 'loopback')
    .use(testSessions({ config: { COOKIE_SECURE: true } }).cookie);
  const server = createServer(app.get('/api/users/currentuser', answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return renewAtAuth(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, true);
}
const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
});

describe('a session', () => {
  it('is accepted by its token alone while that is valid', async () => {
    const renew = () => Promise.reject(new Error('not called'));
    const { status, body } = await get(testSessions({ renew }), '/mine', cookieOf(user));
    expect({ status, body }).toEqual({
      status: 200,
      body: { ...user, iat: expect.any(Number), sid: expect.any(String) },
    });
  });

  it('is not accepted any more once it has ended', async () => {
    const ended = new EndedSessions(900, systemClock);
    const [one, other] = ['one', 'other'].map((sid) => cookieOfToken(tokenOf(user, { claims: { sid } })));
    ended.add(['one']);
    const statusOf = async (cookie = '') => (await get(testSessions({ ended }), '/mine', cookie)).status;
    expect([await statusOf(one), await statusOf(other)]).toEqual([401, 200]);
  });

  it('is not renewed once it has ended', async () => {
    const ended = new EndedSessions(900, systemClock);
    const renew = () => Promise.reject(new Error('not called'));
    ended.add(['one']);
    const cookie = cookieOfToken(tokenOf(user, { age: 1000, claims: { sid: 'one' } }));
    expect((await get(testSessions({ ended, renew }), '/mine', cookie)).status).toBe(401);
  });

  it('gets a new token from auth when its token has expired', async () => {
    const renewed = tokenOf(user);
    const renew = await authAnswering((req, res) => {
      setToken(req, renewed);
      res.json({ currentUser: { ...user, iat: 7 } });
    });
    const { status, body, headers } = await get(
      testSessions({ renew, config: { COOKIE_SECURE: true } }),
      '/mine',
      `__Host-${expired()}`,
    ).set('X-Forwarded-Proto', 'https');
    expect({ status, body }).toEqual({ status: 200, body: { ...user, iat: 7, sid: expect.any(String) } });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toContain(cookieOfToken(renewed));
    expect(cookie).toMatch(/; secure; httponly/i);
  });

  it('works without a new cookie for a service that calls over HTTP', async () => {
    const renew = async () => ({ user: { ...user, iat: 7 }, token: tokenOf(user) });
    const { status, headers } = await get(
      testSessions({ renew, config: { COOKIE_SECURE: true } }),
      '/mine',
      `__Host-${expired()}`,
    );
    expect({ status, cookie: headers['set-cookie'] }).toEqual({ status: 200, cookie: undefined });
  });

  it('is over when auth does not renew it', async () => {
    const renew = await authAnswering((_req, res) => void res.json({ currentUser: null }));
    expect((await get(testSessions({ renew }), '/mine', expired())).status).toBe(401);
    expect((await get(testSessions({ renew }), '/maybe', expired())).body).toEqual({ user: null });
  });

  it.each([
    ['breaks off', (_req: express.Request, res: express.Response) => void res.destroy()],
    ['answers 503', (_req: express.Request, res: express.Response) => void res.status(503).json({})],
    ['answers nonsense', (_req: express.Request, res: express.Response) => void res.json({ currentUser: 1 })],
  ])('is unknown, not over, while auth %s', async (_name, answer) => {
    const sessions = testSessions({ renew: await authAnswering(answer) });
    expect((await get(sessions, '/mine', expired())).status).toBe(503);
    expect((await get(sessions, '/maybe/mine', expired())).status).toBe(503);
    expect((await get(sessions, '/maybe', expired())).body).toEqual({ user: null });
  });
});

describe('the keys of session tokens', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const added = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const statusWith = async (JWT_PUBLIC_KEYS: string, token: string) =>
    (await get(testSessions({ config: { JWT_PUBLIC_KEYS } }), '/mine', cookieOfToken(token))).status;
  const [current, next] = [tokenOf(user), tokenOf(user, { key: privateKey })];

  it.each([
    ['the old one only', testEnv.JWT_PUBLIC_KEYS, [200, 401]],
    ['both', `${added}, ${testEnv.JWT_PUBLIC_KEYS}`, [200, 200]],
    ['the new one only', added, [401, 200]],
  ])('can be replaced: with %s', async (_name, keys, statuses) => {
    expect([await statusWith(keys, current), await statusWith(keys, next)]).toEqual(statuses);
  });

  it('have the same id in both halves', () => {
    expect(keyId(privateKey)).toBe(keyId(publicKey));
  });
});
