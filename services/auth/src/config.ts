import { baseEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  /** Cost of a new hash (https://www.rfc-editor.org/rfc/rfc7914); older hashes keep theirs. */
  SCRYPT_N: z.coerce
    .number()
    .int()
    .refine((n) => n >= 1024 && n <= 2 ** 20 && Number.isInteger(Math.log2(n)), 'must be a power of two')
    .default(16_384),
  SCRYPT_R: z.coerce.number().int().min(1).max(32).default(8),
  SCRYPT_P: z.coerce.number().int().min(1).max(32).default(5),
  /** Hashes made at the same time, 128 * N * r bytes each; more than libuv's 4 threads only wait inside it. */
  HASHES_AT_ONCE: z.coerce.number().int().min(1).max(64).default(4),
  /** Requests that may wait for a hash; more get 429. */
  HASHES_WAITING: z.coerce.number().int().min(0).max(1000).default(32),
  /** Wrong passwords for one address from one place within 15 minutes; more get 429. */
  WRONG_PASSWORDS: z.coerce.number().int().min(1).default(20),
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(schema, env);
