import type { ZodOpenApiResponseObject } from 'zod-openapi';

type Headers = NonNullable<ZodOpenApiResponseObject['headers']>;

const text = (description: string) => ({ description, required: true, schema: { type: 'string' as const } });
const count = (description: string, minimum: number) => ({
  description,
  required: true,
  schema: { type: 'integer' as const, minimum },
});

const headers: Record<'page' | 'session' | 'retry', Headers> = {
  page: {
    'X-Total-Count': count('Number of entries on all pages', 0),
    Link: text('Links to the first, previous, next and last page (RFC 8288)'),
  },
  session: {
    'Set-Cookie': text(
      '`session` and `device`, or `__Host-session` and `__Host-device`, which are Secure, on HTTPS; HttpOnly',
    ),
  },
  retry: { 'Retry-After': count('Seconds to wait before a retry', 1) },
};

/** The headers of a kind of response. */
export const headersOf = (kind?: keyof typeof headers): { headers?: Headers } =>
  kind ? { headers: headers[kind] } : {};
