import { event } from '@ecommerce/service-kit/persistence';
import type { User } from './user.ts';
import type { UserSessions } from './user-sessions.ts';

/**
 * Deletes an account. One write ends its sessions, stores the events, frees the email address, and leaves nothing of the
 * person but the id; the document is removed when the events are published.
 * @param user as last read
 * @param check may throw for the current state of the user
 * @returns false if it was deleted meanwhile
 */
export async function deleteAccount(
  sessions: UserSessions,
  user: User,
  check: (current: User) => void,
): Promise<boolean> {
  const id = String(user._id);
  const after = await sessions.change(
    user,
    (_sessions, current) => {
      check(current);
      return [];
    },
    () => ({
      // Unique like an email address, and never one.
      set: { email: `deleted:${id}`, passwordHash: '', emailVerifiedAt: null, links: {}, mails: [] },
      events: () => [event('user:deleted', { id })],
      deletes: true,
    }),
  );
  return after !== null;
}
