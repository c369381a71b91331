import { baseEnv, busEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  ...busEnv,
  ORDERS_URL: z.url({ protocol: /^https?$/ }),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_/, 'must be a secret key of Stripe, sk_... or rk_...')
    .optional(),
  /** Where payments go as long as there is no key. */
  STRIPE_EMULATOR_URL: z.url({ protocol: /^https?$/ }).optional(),
});

const complete = schema.refine((config) => config.STRIPE_SECRET_KEY ?? config.STRIPE_EMULATOR_URL, {
  path: ['STRIPE_SECRET_KEY'],
  message: 'is missing, and so is STRIPE_EMULATOR_URL: one of them is needed',
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(complete, env);
