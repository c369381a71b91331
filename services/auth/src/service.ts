import { baseEnv, defineService } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { GuessLimiter } from './guess-limiter.ts';
import { Passwords } from './passwords.ts';
import { routes } from './routes.ts';
import { userSchema } from './user.ts';

const isScryptCost = (n: number) => n >= 1024 && n <= 2 ** 20 && Number.isInteger(Math.log2(n));

/** Signs users up, in and out. */
export const authService = defineService({
  name: 'auth',
  env: z.object({
    ...baseEnv,
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
    /** Wrong passwords per email and IP address within 15 minutes; further ones get 429. */
    WRONG_PASSWORDS: z.coerce.number().int().min(1).default(20),
  }),
  routes,
  setUp: ({ config, database, sessions }) => ({
    deps: {
      users: database.model('User', userSchema),
      passwords: new Passwords(config),
      guesses: new GuessLimiter(config.WRONG_PASSWORDS),
      sessions,
    },
  }),
});
