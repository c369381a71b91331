import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { AccountMails } from './account-mails.ts';
import type { MailLimits } from './mail-limits.ts';
import type { Passwords } from './passwords.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import type { User } from './user.ts';
import type { UserSessions } from './user-sessions.ts';

/** Dependencies of the routes. */
export interface AuthDeps {
  users: AggregateStore<User>;
  passwords: Passwords;
  guard: SignInGuard;
  sessions: UserSessions;
  mails: AccountMails;
  mailLimits: MailLimits;
}
