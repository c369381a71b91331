import { baseEnv, busEnv, mediaEnv, parseEnv } from '@ecommerce/shared';
import { z } from 'zod';

const schema = z.object({
  ...baseEnv,
  ...busEnv,
  ...mediaEnv,
  PRODUCTS_URL: z.url({ protocol: /^https?$/ }),
});

export type Config = z.infer<typeof schema>;
export const readConfig = (env = process.env): Config => parseEnv(schema, env);
