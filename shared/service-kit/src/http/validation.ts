import { describeIssue, type ErrorDetail } from '@ecommerce/contracts';
import type { Request } from 'express';
import type { z } from 'zod';
import { ApiError } from './errors.ts';

/** The value at a path of an input. */
const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);

function detailsOf(issue: z.core.$ZodIssue, input: unknown): ErrorDetail[] {
  const { code, path, message } = issue;
  if (code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ code: 'unknown_field', message, field: [...path, key].join('.') }));
  const isMissing = code === 'invalid_type' && valueAt(input, path) === undefined;
  const field = path.join('.');
  return [{ code: isMissing ? 'required' : 'invalid_value', message, ...(field && { field }) }];
}

/**
 * Parses a part of a request.
 * @throws ApiError 400 with every error and its field
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input, { error: describeIssue });
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues.flatMap((issue) => detailsOf(issue, input));
  throw first ? ApiError.of([first, ...rest]) : new ApiError('invalid_value');
}

/**
 * The parsed JSON body, `{}` where there is none.
 * @throws ApiError for a body of a type that nothing has read: it must not pass for none, which has its own meaning on some routes
 */
export function bodyOf(req: Request): unknown {
  const { 'content-length': length, 'transfer-encoding': chunked, 'content-type': type } = req.headers;
  if (req.body === undefined && (Number(length) > 0 || (chunked && type)))
    throw new ApiError('unsupported_media_type');
  return req.body ?? {};
}
