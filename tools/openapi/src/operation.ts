import { type Access, ApiError, type Route, type RouteLimit } from '@ecommerce/service-kit/http';
import type { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiParameters } from 'zod-openapi';
import { errorResponses } from './error-responses.ts';
import { headersOf } from './headers.ts';

/** A route of any service. */
// biome-ignore lint/suspicious/noExplicitAny: the handler's dependencies are irrelevant here
export type AnyRoute = Route<any>;

const security: Record<Access, object> = {
  public: { security: [] },
  optionalSession: { security: [{ session: [] }, {}] },
  // Inherits the document's default.
  signedIn: {},
};

/** Describes a route. @throws ZodError if an example does not match its schema */
export function operationOf(route: AnyRoute): ZodOpenApiOperationObject {
  const { operationId, path, access, summary, answer } = route;
  const description = [route.description, route.limit && limitOf(route.limit, access)]
    .filter(Boolean)
    .join('\n\n');
  return {
    operationId,
    summary,
    ...(description && { description }),
    tags: [path.split('/')[2] ?? ''],
    ...security[access],
    ...parametersOf(route),
    ...bodyOf(route),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...headersOf(answer.headers),
        content: {
          'application/json': { schema: answer.schema, example: answer.schema.parse(answer.example) },
        },
      },
      ...errorResponses(errorsOf(route)),
    },
  };
}

/** Describes the limit of a route in a sentence. */
function limitOf({ of, requests, seconds }: RouteLimit, access: Access): string {
  const caller = access === 'signedIn' ? 'user' : 'IP address';
  return `Limit: ${requests} ${of} in ${seconds / 60} minutes per ${caller}.`;
}

function parametersOf({ params, query, headers }: AnyRoute): { requestParams?: ZodOpenApiParameters } {
  const requestParams = {
    ...(params && { path: params }),
    ...(query && { query }),
    ...(headers && { header: headers }),
  } as ZodOpenApiParameters;
  return Object.keys(requestParams).length > 0 ? { requestParams } : {};
}

function bodyOf({ body, bodyExample, bodyIsOptional, otherBodies = {} }: AnyRoute) {
  if (!body) return {};
  const others = Object.entries(otherBodies).map(([type, schema]: [string, z.ZodType]) => [type, { schema }]);
  return {
    requestBody: {
      ...(!bodyIsOptional && { required: true }),
      content: { 'application/json': { schema: body, example: bodyExample }, ...Object.fromEntries(others) },
    },
  };
}

/** The errors that a route declares, and those that every route has. */
const errorsOf = ({ errors, method, access, body }: AnyRoute): ApiError[] => [
  ...errors.map((error) => (typeof error === 'string' ? new ApiError(error) : error)),
  ...(access === 'signedIn' ? [new ApiError('not_signed_in')] : []),
  ...(method === 'get' ? [] : [new ApiError('cross_origin')]),
  new ApiError('too_many_requests'),
  new ApiError('unavailable'),
  new ApiError('invalid_json'),
  ...(body ? [new ApiError('request_timeout')] : []),
  new ApiError('internal_error'),
];
