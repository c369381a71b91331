import { baseEnv, busEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  ...busEnv,
  MINIO_URL: z.url({ protocol: /^https?$/ }),
  MINIO_ACCESS_KEY: z.string().min(3),
  MINIO_SECRET_KEY: z.string().min(8),
  /** Where browsers fetch pictures: the same MinIO by its public name. */
  PUBLIC_MEDIA_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/$/, '')),
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(schema, env);
