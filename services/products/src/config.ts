import { baseEnv, busEnv, mediaEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  ...busEnv,
  ...mediaEnv,
  MINIO_URL: z.url({ protocol: /^https?$/ }),
  MINIO_ACCESS_KEY: z.string().min(3),
  MINIO_SECRET_KEY: z.string().min(8),
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(schema, env);
