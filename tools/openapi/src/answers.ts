import {
  BadRequest,
  ErrorBody,
  HttpError,
  NotAuthorized,
  TooManyRequests,
  Unavailable,
} from '@ecommerce/shared';
import type { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';

type Headers = NonNullable<ZodOpenApiResponseObject['headers']>;

/** A success. @throws ZodError for an example that does not fit */
export const answer = <T extends z.ZodType>(
  description: string,
  schema: T,
  example: z.input<T>,
  headers?: Headers,
): ZodOpenApiResponseObject => ({
  description,
  ...(headers && { headers }),
  content: { 'application/json': { schema, example: schema.parse(example) } },
});

/** What has to be sent. */
export const jsonBody = <T extends z.ZodType>(schema: T, example: z.input<T>) => ({
  required: true,
  content: { 'application/json': { schema, example } },
});

const text = (description: string) => ({ description, required: true, schema: { type: 'string' as const } });

/** Of the answers that sign somebody in. */
export const sessionHeaders: Headers = {
  'Set-Cookie': text('`session`, HttpOnly, SameSite=Lax, and Secure where the shop is on HTTPS'),
};

/** Of a list. */
export const pageHeaders: Headers = {
  'X-Total-Count': { description: 'Of all pages', required: true, schema: { type: 'integer', minimum: 0 } },
  Link: text('To the first, previous, next and last page (RFC 8288)'),
};

const retryHeaders: Headers = {
  'Retry-After': { description: 'Seconds', required: true, schema: { type: 'integer', minimum: 1 } },
};

const words: Record<number, string> = {
  400: 'Bad input, or a rule of the business',
  401: 'Not signed in, or not yours',
  402: 'The card was declined',
  404: 'Unknown',
  429: 'Too many: come again after `Retry-After` seconds',
  500: 'A fault of ours, which the log tells of',
  503: 'A part of the shop is away: the same request can succeed after `Retry-After` seconds',
};

export const badId = (field: string) => ({
  badId: new BadRequest('must be an id of 24 hex digits', field),
});
export const signedOut = { signedOut: new NotAuthorized() };
/** Of routes with a database or another service behind them. */
export const away = { away: new Unavailable() };
/** Of routes with a gate for work that takes much memory or processor. */
export const crowded = (message: string) => ({ crowded: new TooManyRequests(message) });

const always = {
  malformed: new BadRequest('The body is not valid JSON'),
  fault: new HttpError(500, 'Something went wrong on our side'),
};

/** All answers that are no success, by status: those named, and those that every route can give. */
export function refusals(named: Record<string, HttpError>): Record<string, ZodOpenApiResponseObject> {
  const answers: Record<string, ZodOpenApiResponseObject> = {};
  for (const [name, { status, faults, headers }] of Object.entries({ ...named, ...always })) {
    const examples = answers[status]?.content?.['application/json']?.examples;
    answers[status] = {
      description: words[status] ?? '',
      ...('Retry-After' in headers && { headers: retryHeaders }),
      content: {
        'application/json': {
          schema: ErrorBody,
          examples: { ...examples, [name]: { value: ErrorBody.parse({ errors: faults }) } },
        },
      },
    };
  }
  return answers;
}
