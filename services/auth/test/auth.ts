import { newUser, TestService, testDatabaseUrl } from '@ecommerce/test-kit';
import request from 'supertest';
import { authService } from '../src/service.ts';

export const password = 'correct horse battery';
export const newEmail = (): string => newUser().email;

const start = (env: Record<string, string>) =>
  TestService.start(authService, {
    // Cheap hashes, and the default age of sessions.
    env: { SCRYPT_N: '1024', SCRYPT_R: '1', SCRYPT_P: '1', SESSION_MAX_AGE_SECONDS: '', ...env },
  });

/** An instance of the auth service in this process. */
export class Auth {
  private readonly test: Awaited<ReturnType<typeof start>>;
  private readonly others: Auth[] = [];

  private constructor(test: Awaited<ReturnType<typeof start>>) {
    this.test = test;
  }

  static async start(env: Record<string, string> = {}, MONGO_URL = testDatabaseUrl()): Promise<Auth> {
    return new Auth(await start({ MONGO_URL, ...env }));
  }

  /** Another instance on the same database, stopped with this one. */
  async other(env: Record<string, string>): Promise<Auth> {
    const other = await Auth.start(env, this.test.service.config.MONGO_URL);
    this.others.push(other);
    return other;
  }

  async stop(): Promise<void> {
    for (const { test } of this.others) await test.service.disconnect();
    await this.test.stop();
  }

  get users() {
    return this.test.deps.users;
  }

  async hashOf(email: string): Promise<string> {
    return (await this.users.findOne({ email }).orFail().lean()).passwordHash;
  }

  post(path: 'signup' | 'signin' | 'signout', body?: object) {
    return request(this.test.app).post(`/api/users/${path}`).send(body);
  }

  signUp(email: string, given = password) {
    return this.post('signup', { email, password: given });
  }

  signIn(email: string, given = password) {
    return this.post('signin', { email, password: given });
  }

  currentUser(cookie: string) {
    return request(this.test.app).get('/api/users/currentuser').set('Cookie', cookie);
  }
}
