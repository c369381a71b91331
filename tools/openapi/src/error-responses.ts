import { ErrorBody } from '@ecommerce/contracts';
import type { ApiError } from '@ecommerce/service-kit/http';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { headersOf } from './headers.ts';

const descriptions: Record<number, string> = {
  400: 'Invalid input, or a violated business rule',
  401: 'Not signed in (`not_signed_in`), or the resource belongs to another user (`not_owner`)',
  402: 'The card was declined',
  403: 'A page of another origin sent the request',
  404: 'Not found',
  408: 'The request did not arrive in time',
  409: 'Conflict; retry after `Retry-After` seconds',
  422: 'The `Idempotency-Key` was used with a different request',
  429: 'Too many requests; retry after `Retry-After` seconds',
  500: 'Internal error; the log has the details',
  503: 'A dependency is unavailable; retry after `Retry-After` seconds',
};

/** The error responses of an operation by status, with one example per error, named by its code. */
export function errorResponses(errors: ApiError[]): Record<string, ZodOpenApiResponseObject> {
  const responses: Record<string, ZodOpenApiResponseObject> = {};
  for (const { status, code, errors: details, headers } of errors) {
    const examples = responses[status]?.content?.['application/json']?.examples ?? {};
    const [detail] = details;
    // An operation can use the same code for several fields.
    const name = code in examples ? `${code}.${detail?.field}` : code;
    responses[status] = {
      description: descriptions[status] ?? '',
      ...('Retry-After' in headers && headersOf('retry')),
      content: {
        'application/json': {
          schema: ErrorBody,
          examples: { ...examples, [name]: { value: ErrorBody.parse({ errors: details }) } },
        },
      },
    };
  }
  return responses;
}
