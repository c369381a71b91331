import { z } from 'zod';

export const Config = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(12_111),
  /** The only accepted key. */
  STRIPE_SECRET_KEY: z.string().min(1).default('sk_test_emulator'),
  DATA_DIR: z.string().default('.data/stripe'),
});
export type Config = z.infer<typeof Config>;
