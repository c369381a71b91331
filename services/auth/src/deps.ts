import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { GuessLimiter } from './guess-limiter.ts';
import type { Passwords } from './passwords.ts';
import type { User } from './user.ts';
import type { UserSessions } from './user-sessions.ts';

/** Dependencies of the routes. */
export interface AuthDeps {
  users: AggregateStore<User>;
  passwords: Passwords;
  guesses: GuessLimiter;
  sessions: UserSessions;
}
