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
    'X-Total-Count': count('Of all pages', 0),
    Link: text('To the first, previous, next and last page (RFC 8288)'),
  },
  session: {
    'Set-Cookie': text('`session`, HttpOnly, SameSite=Lax, and Secure where the shop is on HTTPS'),
  },
  retry: { 'Retry-After': count('Seconds', 1) },
};

/** The headers of a kind of response. */
export const headersOf = (kind?: keyof typeof headers): { headers?: Headers } =>
  kind ? { headers: headers[kind] } : {};
