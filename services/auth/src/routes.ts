import { CurrentUser, SignInBody, SignUpBody, User } from '@ecommerce/contracts';
import { ada, credentials, signedIn } from '@ecommerce/contracts/examples';
import { ApiError, routeFactory, type Sessions } from '@ecommerce/service-kit/http';
import { isDuplicateKey } from '@ecommerce/service-kit/persistence';
import type { Model } from 'mongoose';
import { z } from 'zod';
import type { GuessLimiter } from './guess-limiter.ts';
import type { Passwords } from './passwords.ts';
import { present, type User as UserRecord } from './user.ts';

interface Deps {
  users: Model<UserRecord>;
  passwords: Passwords;
  guesses: GuessLimiter;
  sessions: Sessions;
}

const route = routeFactory<Deps>();
const invalidEmail = new ApiError('invalid_value', {
  message: 'Enter a valid email address.',
  field: 'email',
});
const emailTaken = () => new ApiError('email_taken', { field: 'email' });

export const routes = [
  route({
    operationId: 'signUp',
    method: 'post',
    path: '/api/users/signup',
    access: 'public',
    summary: 'Sign up and sign in',
    body: SignUpBody,
    bodyExample: credentials,
    answer: { status: 201, description: 'The new user', schema: User, example: ada, headers: 'session' },
    errors: [invalidEmail, emailTaken(), 'sign_in_busy'],
    async handler({ body: { email, password }, req }, { users, passwords, sessions }) {
      if (await users.exists({ email })) throw emailTaken();
      const passwordHash = await passwords.hash(password);
      const user = await users.create({ email, passwordHash }).catch((error: unknown) => {
        throw isDuplicateKey(error) ? emailTaken() : error;
      });
      const view = present(user);
      sessions.start(req, view);
      return view;
    },
  }),

  route({
    operationId: 'signIn',
    method: 'post',
    path: '/api/users/signin',
    access: 'public',
    summary: 'Sign in',
    body: SignInBody,
    bodyExample: credentials,
    answer: { status: 200, description: 'The user', schema: User, example: ada, headers: 'session' },
    errors: [
      invalidEmail,
      'wrong_credentials',
      new ApiError('too_many_attempts', { retryAfterSeconds: 900 }),
      'sign_in_busy',
    ],
    async handler({ body: { email, password }, req }, { users, passwords, guesses, sessions }) {
      const guessKey = `${req.ip} ${email}`;
      await guesses.check(guessKey);
      const user = await users.findOne({ email }).lean();
      if (!(await passwords.verify(password, user?.passwordHash)) || !user) {
        // The guess that reaches the limit still gets the usual error; the next one gets 429.
        await guesses.count(guessKey);
        throw new ApiError('wrong_credentials');
      }
      await guesses.clear(guessKey);
      if (passwords.isWeak(user.passwordHash)) {
        const passwordHash = await passwords.hash(password);
        await users.updateOne({ _id: user._id, passwordHash: user.passwordHash }, { $set: { passwordHash } });
      }
      const view = present(user);
      sessions.start(req, view);
      return view;
    },
  }),

  route({
    operationId: 'signOut',
    method: 'post',
    path: '/api/users/signout',
    access: 'public',
    summary: 'Sign out',
    answer: {
      status: 200,
      description: 'The cookie is cleared, if there was one',
      schema: z.object({}),
      example: {},
    },
    errors: [],
    handler({ req }, { sessions }) {
      sessions.end(req);
      return {};
    },
  }),

  route({
    operationId: 'currentUser',
    method: 'get',
    path: '/api/users/currentuser',
    access: 'optionalSession',
    summary: 'Get the signed-in user',
    answer: { status: 200, description: 'The user, or null', schema: CurrentUser, example: signedIn },
    errors: [],
    handler({ user, res }) {
      res.set('Cache-Control', 'no-store');
      return { currentUser: user ?? null };
    },
  }),
];
