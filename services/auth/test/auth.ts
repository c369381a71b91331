import { newUser, TestService, testAuthEnv, testBusEnv, testDatabaseUrl } from '@ecommerce/test-kit';
import request, { type Response } from 'supertest';
import { startSmtpStub } from '../../../tools/bench/lib/shop/smtp-stub.mjs';
import { authService } from '../src/service.ts';

export const password = 'correct horse battery';
export const newEmail = (): string => newUser().email;

/** Instances of one test file share a database and channels. */
const MONGO_URL = testDatabaseUrl();
const bus = testBusEnv();
/** Accepts every mail and drops it: tests of mails start a server that keeps them. */
const smtp = await startSmtpStub();
const SMTP_URL = `smtp://127.0.0.1:${smtp.port}`;
const cheapHashes = { SCRYPT_N: '1024', SCRYPT_R: '1', SCRYPT_P: '1' };

const cookieOf = (response: Response, name: string): string => {
  const set: string[] = [response.headers['set-cookie'] ?? []].flat();
  return set.find((cookie) => cookie.startsWith(`${name}=`))?.split(';')[0] ?? '';
};
/** Returns the session cookie that a response sets, as a browser sends it back; empty without one. */
export const cookieIn = (response: Response): string => cookieOf(response, 'session');
export const deviceCookieIn = (response: Response): string => cookieOf(response, 'device');

/** Where a request comes from. */
interface Origin {
  /** IP address, as the gateway reports it. */
  ip?: string;
  cookie?: string;
}

const instances: { stop(): Promise<void> }[] = [];
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

/** Starts an instance of the auth service. */
export async function startAuth(env: Record<string, string> = {}) {
  const test = await TestService.start(authService, {
    env: { ...testAuthEnv, MONGO_URL, ...bus, ...cheapHashes, SESSION_MAX_AGE_SECONDS: '', SMTP_URL, ...env },
    watch: ['session:ended', 'user:deleted'],
  });
  instances.push(test);
  const { users } = test.deps;
  const post = (path: 'signup' | 'signin' | 'signout', body?: object, { ip, cookie }: Origin = {}) => {
    const headers = { ...(ip && { 'X-Forwarded-For': ip }), ...(cookie && { Cookie: cookie }) };
    return request(test.app).post(`/api/users/${path}`).set(headers).send(body);
  };
  return {
    test,
    users: users.model,
    post,
    signUp: (email: string, given = password, from?: Origin) =>
      post('signup', { email, password: given }, from),
    signIn: (email: string, given = password, from?: Origin) =>
      post('signin', { email, password: given }, from),
    counters: () => test.collection('rate_counters').find().toArray(),
    closeDatabase: () => test.service.database.close(),
    currentUser: (cookie: string) => request(test.app).get('/api/users/currentuser').set('Cookie', cookie),
    hashOf: async (email: string) => (await users.model.findOne({ email }).orFail().lean()).passwordHash,
  };
}
