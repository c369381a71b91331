import { newUser, TestService, testAuthEnv, testBusEnv, testDatabaseUrl } from '@ecommerce/test-kit';
import request, { type Response } from 'supertest';
import { authService } from '../src/service.ts';

export const password = 'correct horse battery';
export const newEmail = (): string => newUser().email;

/** Instances of one test file share a database and channels. */
const MONGO_URL = testDatabaseUrl();
const bus = testBusEnv();
const cheapHashes = { SCRYPT_N: '1024', SCRYPT_R: '1', SCRYPT_P: '1' };
export const cookieIn = (response: Response): string =>
  response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

const instances: { stop(): Promise<void> }[] = [];
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

/** Starts an instance of the auth service. */
export async function startAuth(env: Record<string, string> = {}) {
  const test = await TestService.start(authService, {
    env: { ...testAuthEnv, MONGO_URL, ...bus, ...cheapHashes, SESSION_MAX_AGE_SECONDS: '', ...env },
    watch: ['session:ended'],
  });
  instances.push(test);
  const { users } = test.deps;
  const post = (path: 'signup' | 'signin' | 'signout', body?: object) =>
    request(test.app).post(`/api/users/${path}`).send(body);
  return {
    test,
    users: users.model,
    post,
    signUp: (email: string, given = password) => post('signup', { email, password: given }),
    signIn: (email: string, given = password) => post('signin', { email, password: given }),
    currentUser: (cookie: string) => request(test.app).get('/api/users/currentuser').set('Cookie', cookie),
    hashOf: async (email: string) => (await users.model.findOne({ email }).orFail().lean()).passwordHash,
  };
}
