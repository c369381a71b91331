import { baseEnv, busEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  ...busEnv,
  ORDERS_URL: z.url({ protocol: /^https?$/ }),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_/, 'must be a secret key of Stripe, sk_... or rk_...'),
  /** Only for the emulator; without it the SDK talks to Stripe itself. */
  STRIPE_API_URL: z.url({ protocol: /^https?$/ }).optional(),
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(schema, env);
