import { hostname } from 'node:os';
import { describeIssue } from '@ecommerce/contracts';
import { z } from 'zod';
import { DEVELOPMENT_KEYS, parsePrivateKey, parsePublicKeys } from '../http/session-keys.ts';

const PUBLIC_KEYS_HINT =
  'must be public keys on the curve P-256 in base64, separated by commas: tools/session-keys.sh generates a pair';

const succeeds = (parse: (text: string) => unknown) => (text: string) => {
  try {
    return Boolean(parse(text));
  } catch {
    return false;
  }
};

/** A private key of session tokens. */
export const privateKey = z
  .string()
  .refine(
    succeeds(parsePrivateKey),
    'must be a private key on the curve P-256 in base64: tools/session-keys.sh generates a pair',
  );

/** Variables of every service; a service adds its own with `z.object({ ...baseEnv, ... })`. */
export const baseEnv = {
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  MONGO_URL: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb://'),
  /** Verify session tokens: public keys separated by commas, so that a key can be replaced. */
  JWT_PUBLIC_KEYS: z.string().refine(succeeds(parsePublicKeys), PUBLIC_KEYS_HINT),
  /** Seconds for which a token is valid before auth renews it. */
  JWT_LIFETIME_SECONDS: z.coerce.number().int().min(10).max(3600).default(900),
  /** Seconds after which a session ends, however much it is used. */
  SESSION_MAX_AGE_SECONDS: z.coerce.number().int().min(60).default(2_592_000),
  /** Milliseconds to continue answering after SIGTERM, until load balancers have stopped sending requests. */
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).default(500),
  /** Multiplies all limits of requests, for load tests. */
  RATE_LIMIT_FACTOR: z.coerce.number().positive().default(1),
  COOKIE_SECURE: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

/** An HTTP or HTTPS URL. */
export const httpUrl = z.url({ protocol: /^https?$/ });

/** Variables of every service but auth, which renews the sessions of the others. */
export const sessionEnv = { AUTH_URL: httpUrl };

/** Variables of services that publish or handle events. */
export const busEnv = {
  NATS_URL: z.string().regex(/^(nats|tls):\/\//, 'must start with nats://'),
  NATS_CLUSTER_ID: z.string().default('ecommerce'),
  /**
   * Unique per process. With an id that survives restarts, the successor of a crashed process takes over immediately;
   * otherwise the server waits for missed heartbeats.
   */
  NATS_CLIENT_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'may contain only letters, digits, - and _')
    .default(() => `${hostname().replace(/[^A-Za-z0-9_-]/g, '-')}-${crypto.randomUUID().slice(0, 8)}`),
  CHANNEL_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .default(''),
  ACK_WAIT_MS: z.coerce.number().int().min(1000).default(10_000),
};

/**
 * Reads the environment. An empty variable counts as unset.
 * @throws Error that lists all invalid variables, one per line
 */
export function parseEnv<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set, { error: describeIssue });
  const issues = result.success
    ? insecureSettings(result.data as Record<string, unknown>)
    : result.error.issues;
  if (result.success && issues.length === 0) return result.data;
  const lines = issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw configError(`Invalid configuration. Set these environment variables:\n${lines.join('\n')}`);
}

/** Creates an error without a stack trace, which does not help the person who starts the service. */
export function configError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}

/** Anyone knows the keys for development, so they must not protect a shop that others can reach. */
function insecureSettings(config: Record<string, unknown>) {
  const isInsecure = (name: string) =>
    String(config[name])
      .split(',')
      .some((key) => key.trim() === DEVELOPMENT_KEYS);
  if (!config.COOKIE_SECURE) return [];
  return ['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEYS'].filter(isInsecure).map((name) => ({
    path: [name],
    message: 'is for development only. With COOKIE_SECURE=true, set your own: tools/session-keys.sh',
  }));
}

export type BaseConfig = z.infer<z.ZodObject<typeof baseEnv>>;
export type BusConfig = z.infer<z.ZodObject<typeof busEnv>>;
