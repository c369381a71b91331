import { Account, OwnPassword, PasswordBody, Session, SessionParams, User } from '@ecommerce/contracts';
import { account, ada, credentials, newPassword, session } from '@ecommerce/contracts/examples';
import { ApiError, clearToken, routeFactory, setToken } from '@ecommerce/service-kit/http';
import { z } from 'zod';
import { deleteAccount } from './delete-account.ts';
import type { AuthDeps } from './deps.ts';
import { assertOwnPassword, ownPasswordErrors, wrongPassword } from './own-password.ts';
import { assertStrongPassword, weakPassword } from './password-rules.ts';
import { nothing } from './route-parts.ts';
import { presentSession } from './session.ts';
import { present, presentAccount } from './user.ts';

const route = routeFactory<AuthDeps>();

/** The body of requests that ask for the password. */
const withOwnPassword = { body: OwnPassword, bodyExample: { password: credentials.password } };

/** Routes for the account of the signed-in user. */
export const accountRoutes = [
  route({
    operationId: 'showAccount',
    method: 'get',
    path: '/api/users/account',
    access: 'signedIn',
    summary: 'Get your account',
    answer: { status: 200, description: 'The account', schema: Account, example: account },
    errors: [],
    async handler({ user: { id } }, { users }) {
      const user = await users.find(id);
      if (!user) throw new ApiError('not_signed_in');
      return presentAccount(user);
    },
  }),

  route({
    operationId: 'deleteAccount',
    method: 'delete',
    path: '/api/users/currentuser',
    access: 'signedIn',
    summary: 'Delete your account',
    description:
      'Ends all sessions, removes your cart and your products, and frees the email address. Orders and payments stay, without it.',
    ...withOwnPassword,
    answer: { status: 200, description: 'The account is deleted', ...nothing },
    errors: ownPasswordErrors('password'),
    async handler({ body, req }, deps) {
      const user = await assertOwnPassword(req, deps, body.password, 'password');
      await deleteAccount(deps.sessions, user, (current) => {
        if (current.passwordHash !== user.passwordHash) throw wrongPassword('password');
      });
      clearToken(req);
      return {};
    },
  }),

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
    async handler({ user, req }, { sessions }) {
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
    ...withOwnPassword,
    answer: { status: 200, description: 'The session has ended', ...nothing },
    errors: ['session_not_found', ...ownPasswordErrors('password')],
    async handler({ body, params, req }, deps) {
      const user = await assertOwnPassword(req, deps, body.password, 'password');
      const isMeant = ({ id }: { id: string }) => id === params.id;
      if (!deps.sessions.liveOf(user).some(isMeant)) throw new ApiError('session_not_found');
      await deps.sessions.end(user, isMeant);
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
    ...withOwnPassword,
    answer: { status: 200, description: 'All your sessions have ended', ...nothing },
    errors: ownPasswordErrors('password'),
    async handler({ body, req }, deps) {
      const user = await assertOwnPassword(req, deps, body.password, 'password');
      await deps.sessions.end(user, () => true);
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
    errors: [...ownPasswordErrors('currentPassword'), weakPassword('newPassword')],
    async handler({ body, user: { email }, req, res }, deps) {
      const { passwords, guard, sessions, mails, mailLimits } = deps;
      assertStrongPassword(body.newPassword, email, 'newPassword');
      const user = await assertOwnPassword(req, deps, body.currentPassword, 'currentPassword');
      const passwordHash = await passwords.hash(body.newPassword, String(user._id));
      const isMailed = await mailLimits.allowsChange('password', email);
      const started = sessions.create(req.get('user-agent'));
      const after = await sessions.change(
        user,
        (_sessions, current) => {
          if (current.passwordHash !== user.passwordHash) throw wrongPassword('currentPassword');
          return [started];
        },
        (current) => ({ set: { passwordHash, ...mails.withPasswordChanged(current, isMailed) } }),
      );
      if (!after) throw new ApiError('not_signed_in');
      guard.trustDevice(res, after);
      setToken(req, sessions.tokenOf(after, started));
      return present(after);
    },
  }),
];
