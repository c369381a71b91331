import request from 'supertest';
import { newEmail, password, startAuth } from './auth.ts';

/** One hash at a time, so that sign-ins wait for each other. */
const auth = await startAuth({
  SCRYPT_N: '16384',
  SCRYPT_R: '8',
  HASHES_AT_ONCE: '1',
  HASHES_WAITING: '16',
  WRONG_PASSWORDS: '100',
});

const signIn = (email: string, place: string) =>
  request(auth.test.app).post('/api/users/signin').set('X-Forwarded-For', place).send({ email, password });

describe('POST /api/users/signin', () => {
  it('answers one caller while another sends more than the queue takes', async () => {
    const email = newEmail();
    await auth.signUp(email);
    const others = Array.from({ length: 40 }, () =>
      signIn(newEmail(), '203.0.113.7').then(({ status }) => status),
    );
    // Lets all of them arrive first.
    await Promise.race(others);
    const statuses = await Promise.all(Array.from({ length: 3 }, () => signIn(email, '203.0.113.8')));
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200]);
    const rejected = (await Promise.all(others)).filter((status) => status === 429);
    // One is judged and 16 wait; the others were rejected, except for those that came after the first answers.
    expect(rejected.length).toBeGreaterThan(10);
  });
});
