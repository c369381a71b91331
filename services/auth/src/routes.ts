import { CurrentUser, SignInBody, SignUpBody, User } from '@ecommerce/contracts';
import { ada, credentials, signedIn } from '@ecommerce/contracts/examples';
import { ApiError, clearToken, placeOf, routeFactory, setToken } from '@ecommerce/service-kit/http';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import { insertAggregate, isDuplicateKey } from '@ecommerce/service-kit/persistence';
import { Types } from 'mongoose';
import { accountRoutes } from './account-routes.ts';
import type { AuthDeps } from './deps.ts';
import { assertStrongPassword, weakPassword } from './password-rules.ts';
import { recoveryRoutes } from './recovery-routes.ts';
import { invalidEmail, nothing } from './route-parts.ts';
import { tooManyAttempts } from './sign-in-guard.ts';
import { endPrevious, startSession } from './start-session.ts';
import { findByEmail, present } from './user.ts';

const route = routeFactory<AuthDeps>();
const emailTaken = () => new ApiError('email_taken', { field: 'email' });

export const routes = [
  route({
    operationId: 'signUp',
    method: 'post',
    path: '/api/users/signup',
    access: 'optionalSession',
    summary: 'Sign up and sign in',
    body: SignUpBody,
    bodyExample: credentials,
    answer: { status: 201, description: 'The new user', schema: User, example: ada, headers: 'session' },
    errors: [
      invalidEmail,
      weakPassword('password'),
      emailTaken(),
      new ApiError('too_many_sign_ups', { retryAfterSeconds: 3600 }),
      'sign_in_busy',
    ],
    async handler({ body: { email, password }, req, res }, deps) {
      const { users, passwords, guard, sessions, mails, mailLimits } = deps;
      assertStrongPassword(password, email);
      await guard.admitSignUp(req);
      if (await findByEmail(users, email)) throw emailTaken();
      const passwordHash = await passwords.hash(password, placeOf(req.ip));
      const first = sessions.create(req.get('user-agent'));
      const _id = new Types.ObjectId();
      bindLogFields({ userId: String(_id) });
      const fields = {
        _id,
        email,
        passwordHash,
        sessions: [first],
        ...((await mailLimits.allowsChange('sign-up', email)) && mails.withLink({ _id }, 'verification')),
      };
      const user = await insertAggregate(users, fields).catch((error: unknown) => {
        throw isDuplicateKey(error) ? emailTaken() : error;
      });
      await endPrevious(req, sessions);
      guard.trustDevice(res, user);
      setToken(req, sessions.tokenOf(user, first));
      return present(user);
    },
  }),

  route({
    operationId: 'signIn',
    method: 'post',
    path: '/api/users/signin',
    access: 'optionalSession',
    summary: 'Sign in',
    body: SignInBody,
    bodyExample: credentials,
    answer: { status: 200, description: 'The user', schema: User, example: ada, headers: 'session' },
    errors: [invalidEmail, 'wrong_credentials', tooManyAttempts, 'sign_in_busy'],
    async handler({ body: { email, password }, req, res }, deps) {
      const { users, passwords, guard } = deps;
      const answer = await guard.judge(
        { email, lookup: findByEmail(users, email), req },
        (user) => passwords.verify(password, user?.passwordHash, placeOf(req.ip)),
        (user) => startSession({ req, res }, user, password, deps),
      );
      if (!answer) throw new ApiError('wrong_credentials');
      return answer;
    },
  }),

  route({
    operationId: 'signOut',
    method: 'post',
    path: '/api/users/signout',
    access: 'optionalSession',
    summary: 'Sign out',
    answer: {
      status: 200,
      description: 'The session, if there was one, has ended; browsers delete what the shop’s pages stored',
      ...nothing,
    },
    errors: [],
    async handler({ req }, { sessions }) {
      // Otherwise a session that could not be ended would seem so.
      if (req.sessionError) throw req.sessionError;
      await endPrevious(req, sessions);
      clearToken(req);
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
    handler({ user, req, res }) {
      res.set('Cache-Control', 'no-store');
      if (req.sessionError) throw req.sessionError;
      return { currentUser: user ?? null };
    },
  }),

  ...accountRoutes,
  ...recoveryRoutes,
];
