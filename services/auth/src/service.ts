import type { KeyObject } from 'node:crypto';
import { keyId, parsePrivateKey, parsePublicKeys } from '@ecommerce/service-kit/http';
import { RateCounters } from '@ecommerce/service-kit/persistence';
import { baseEnv, busEnv, configError, defineService, privateKey } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { AccountMails } from './account-mails.ts';
import { DeviceCookies } from './device-cookies.ts';
import { keyedDigest } from './keyed-digest.ts';
import { Links } from './links.ts';
import { mailEnv, mailServerUrl } from './mail-config.ts';
import { MailLimits } from './mail-limits.ts';
import { mailSender } from './mail-sender.ts';
import { SmtpMailer } from './mailer.ts';
import { Passwords } from './passwords.ts';
import { routes } from './routes.ts';
import { SignInGuard } from './sign-in-guard.ts';
import { TokenIssuer } from './token-issuer.ts';
import { userAggregate } from './user.ts';
import { UserSessions } from './user-sessions.ts';

const isScryptCost = (n: number) => n >= 1024 && n <= 2 ** 20 && Number.isInteger(Math.log2(n));

/** @throws Error when no service would accept tokens that this key signs */
function signingKey(config: { JWT_PRIVATE_KEY: string; JWT_PUBLIC_KEYS: string }): KeyObject {
  const key = parsePrivateKey(config.JWT_PRIVATE_KEY);
  if (parsePublicKeys(config.JWT_PUBLIC_KEYS).has(keyId(key))) return key;
  throw configError('JWT_PUBLIC_KEYS must contain the public key of JWT_PRIVATE_KEY');
}

/** Signs users up, in and out. */
export const authService = defineService({
  name: 'auth',
  env: z.object({
    ...baseEnv,
    ...busEnv,
    ...mailEnv,
    /** Signs session tokens; its public key is one of JWT_PUBLIC_KEYS. */
    JWT_PRIVATE_KEY: privateKey,
    /** Seconds without use after which a session ends. */
    SESSION_IDLE_SECONDS: z.coerce.number().int().min(60).default(604_800),
    /** Cost of new hashes (https://www.rfc-editor.org/rfc/rfc7914); existing hashes keep theirs. */
    SCRYPT_N: z.coerce
      .number()
      .int()
      .refine(isScryptCost, 'must be a power of two from 2^10 to 2^20')
      .default(16_384),
    SCRYPT_R: z.coerce.number().int().min(1).max(32).default(8),
    SCRYPT_P: z.coerce.number().int().min(1).max(32).default(5),
    /** Hashes computed concurrently, 128 * N * r bytes each; beyond libuv's 4 threads they only wait. */
    HASHES_AT_ONCE: z.coerce.number().int().min(1).max(64).default(4),
    /** Requests that can wait for a hash; further ones get 429. */
    HASHES_WAITING: z.coerce.number().int().min(0).max(1000).default(32),
    /**
     * Wrong passwords within 15 minutes, counted by all instances together: for one email from one place; from one place;
     * for one email from all places, before each of them has fewer. A place is an IPv4 address or an IPv6 /64.
     */
    WRONG_PASSWORDS: z.coerce.number().int().min(1).default(20),
    WRONG_PASSWORDS_PER_PLACE: z.coerce.number().int().min(1).default(100),
    WRONG_PASSWORDS_PER_ACCOUNT: z.coerce.number().int().min(1).default(100),
    /** Sign-ups from one place within an hour. */
    SIGN_UPS_PER_PLACE: z.coerce.number().int().min(1).default(600),
  }),
  routes,
  setUp({ config, aggregates, endedSessions, database, log, clock }) {
    const users = aggregates(userAggregate);
    const limits = { idle: config.SESSION_IDLE_SECONDS, age: config.SESSION_MAX_AGE_SECONDS };
    const issuer = new TokenIssuer(signingKey(config), config.JWT_LIFETIME_SECONDS);
    const sessions = new UserSessions(users, issuer, limits, endedSessions);
    const counters = new RateCounters(database, log, clock);
    // Secrets that all instances share.
    const devices = new DeviceCookies(config.JWT_PRIVATE_KEY, config);
    const digest = keyedDigest(config.JWT_PRIVATE_KEY, 'sign-in counters');
    const links = new Links(config.JWT_PRIVATE_KEY, config.PUBLIC_URL);
    const domain = new URL(config.PUBLIC_URL).hostname;
    const mailer = new SmtpMailer(mailServerUrl(config), config.MAIL_FROM, domain);
    return {
      deps: {
        users,
        passwords: new Passwords(config),
        guard: new SignInGuard(counters, devices, digest, config),
        sessions,
        mails: new AccountMails(users, sessions, links),
        mailLimits: new MailLimits(counters, digest, config),
      },
      workers: [counters, mailSender({ users, mailer, links, log })],
      renewSession: (claims) => sessions.renew(claims),
    };
  },
});
