import { PasswordBody, Session, SessionParams, User } from '@ecommerce/contracts';
import { ada, newPassword, session } from '@ecommerce/contracts/examples';
import { ApiError, clearToken, routeFactory, setToken } from '@ecommerce/service-kit/http';
import { z } from 'zod';
import type { AuthDeps } from './deps.ts';
import { assertStrongPassword } from './password-rules.ts';
import { presentSession } from './session.ts';
import { present, type User as UserRecord } from './user.ts';

const route = routeFactory<AuthDeps>();

/** Routes for the account of the signed-in user. */
export const accountRoutes = [
  route({
    operationId: 'listSessions',
    method: 'get',
    path: '/api/users/sessions',
    access: 'signedIn',
    summary: 'List your sessions',
    answer: {
      status: 200,
      description: 'The devices that are signed in',
      schema: z.array(Session),
      example: [session],
    },
    errors: [],
    async handler({ user, req, res }, { sessions }) {
      res.set('Cache-Control', 'no-store');
      return (await sessions.list(user.id)).map((one) => presentSession(one, sessions.limits, req.sessionId));
    },
  }),

  route({
    operationId: 'endSession',
    method: 'delete',
    path: '/api/users/sessions/:id',
    access: 'signedIn',
    summary: 'Sign out one of your devices',
    params: SessionParams,
    answer: { status: 200, description: 'The session has ended', schema: z.object({}), example: {} },
    errors: ['session_not_found'],
    async handler({ params, user, req }, { sessions }) {
      if (!(await sessions.list(user.id)).some(({ id }) => id === params.id))
        throw new ApiError('session_not_found');
      await sessions.end(user.id, ({ id }) => id === params.id);
      if (req.sessionId === params.id) clearToken(req);
      return {};
    },
  }),

  route({
    operationId: 'endAllSessions',
    method: 'delete',
    path: '/api/users/sessions',
    access: 'signedIn',
    summary: 'Sign out everywhere',
    answer: { status: 200, description: 'All your sessions have ended', schema: z.object({}), example: {} },
    errors: [],
    async handler({ user, req }, { sessions }) {
      await sessions.end(user.id, () => true);
      clearToken(req);
      return {};
    },
  }),

  route({
    operationId: 'changePassword',
    method: 'put',
    path: '/api/users/password',
    access: 'signedIn',
    summary: 'Change your password',
    description: 'Ends all your other sessions.',
    body: PasswordBody,
    bodyExample: newPassword,
    answer: {
      status: 200,
      description: 'The user, with a new session',
      schema: User,
      example: ada,
      headers: 'session',
    },
    errors: [
      new ApiError('wrong_password', { field: 'currentPassword' }),
      new ApiError('weak_password', { field: 'newPassword' }),
      new ApiError('too_many_attempts', { retryAfterSeconds: 900 }),
      'sign_in_busy',
    ],
    async handler({ body, user: { id, email }, req, res }, { users, passwords, guard, sessions }) {
      const wrongPassword = () => new ApiError('wrong_password', { field: 'currentPassword' });
      assertStrongPassword(body.newPassword, email, 'newPassword');
      const user = await guard.judge({ email, req, res }, async () => {
        const found = await users.find(id);
        if (!found) throw new ApiError('not_signed_in');
        return (await passwords.verify(body.currentPassword, found.passwordHash)) ? found : undefined;
      });
      if (!user) throw wrongPassword();
      const passwordHash = await passwords.hash(body.newPassword);
      const started = sessions.create(req.get('user-agent'));
      const replace = (_sessions: unknown, current: UserRecord) => {
        if (current.passwordHash !== user.passwordHash) throw wrongPassword();
        return [started];
      };
      const after = await sessions.change(user, replace, { passwordHash });
      if (!after) throw new ApiError('not_signed_in');
      setToken(req, sessions.tokenOf(after, started));
      return present(after);
    },
  }),
];
