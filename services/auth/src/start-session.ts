import type { User as UserView } from '@ecommerce/contracts';
import { ApiError, placeOf, setToken } from '@ecommerce/service-kit/http';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import type { Request, Response } from 'express';
import type { AuthDeps } from './deps.ts';
import { withSession } from './session.ts';
import { present, type User } from './user.ts';
import type { UserSessions } from './user-sessions.ts';

/** Ends the session that a sign-in replaces: https://owasp.org/www-project-application-security-verification-standard/ */
export async function endPrevious(
  { currentUser, sessionId }: Request,
  sessions: UserSessions,
): Promise<void> {
  if (currentUser && sessionId) await sessions.end(currentUser.id, ({ id }) => id === sessionId);
}

/**
 * Starts a session instead of that of the request, for a user whose password was correct.
 * @throws ApiError `wrong_credentials` if the password was changed meanwhile; `sign_in_busy`
 */
export async function startSession(
  { req, res }: { req: Request; res: Response },
  user: User,
  password: string,
  { passwords, guard, sessions }: AuthDeps,
): Promise<UserView> {
  bindLogFields({ userId: String(user._id) });
  const passwordHash = passwords.isWeak(user.passwordHash)
    ? await passwords.hash(password, placeOf(req.ip))
    : undefined;
  const started = sessions.create(req.get('user-agent'));
  const after = await sessions.change(
    user,
    (current, { passwordHash: stored }) => {
      if (stored !== user.passwordHash) throw new ApiError('wrong_credentials');
      const others = current.filter(({ id }) => id !== req.sessionId);
      return withSession(others, started);
    },
    () => (passwordHash ? { set: { passwordHash } } : {}),
  );
  if (!after) throw new ApiError('wrong_credentials');
  if (req.currentUser?.id !== String(user._id)) await endPrevious(req, sessions);
  guard.trustDevice(res, after);
  setToken(req, sessions.tokenOf(after, started));
  return present(after);
}
