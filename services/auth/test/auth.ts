import { newUser, TestService, testDatabaseUrl } from '@ecommerce/test-kit';
import request from 'supertest';
import { authService } from '../src/service.ts';

export const password = 'correct horse battery';
export const newEmail = (): string => newUser().email;

const MONGO_URL = testDatabaseUrl();
const instances: { stop(): Promise<void> }[] = [];
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

/** Starts an instance of the auth service; instances of one test file share a database. */
export async function startAuth(env: Record<string, string> = {}) {
  const test = await TestService.start(authService, {
    // Cheap hashes, and the default session age.
    env: { MONGO_URL, SCRYPT_N: '1024', SCRYPT_R: '1', SCRYPT_P: '1', SESSION_MAX_AGE_SECONDS: '', ...env },
  });
  instances.push(test);
  const { users } = test.deps;
  const post = (path: 'signup' | 'signin' | 'signout', body?: object) =>
    request(test.app).post(`/api/users/${path}`).send(body);
  return {
    users,
    post,
    signUp: (email: string, given = password) => post('signup', { email, password: given }),
    signIn: (email: string, given = password) => post('signin', { email, password: given }),
    currentUser: (cookie: string) => request(test.app).get('/api/users/currentuser').set('Cookie', cookie),
    hashOf: async (email: string) => (await users.findOne({ email }).orFail().lean()).passwordHash,
  };
}
