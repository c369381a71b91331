import { describeIssue, type ErrorDetail, issueCode } from '@ecommerce/contracts';
import type { Request } from 'express';
import type { z } from 'zod';
import { ApiError } from './errors.ts';

function detailsOf(issue: z.core.$ZodIssue): ErrorDetail[] {
  const { path, message } = issue;
  const code = issueCode(issue);
  const names = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
  return names.map((name) => ({ code, message, ...(name.length > 0 && { field: name.join('.') }) }));
}

/**
 * Parses a part of a request.
 * @throws ApiError 400 with all errors and their fields
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input, { error: describeIssue, reportInput: true });
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues.flatMap(detailsOf);
  throw first ? ApiError.of([first, ...rest]) : new ApiError('invalid_value');
}

/**
 * Returns the parsed JSON body, or `{}` without a body.
 * @throws ApiError for a body that no parser has read: a missing body has a meaning of its own on some routes
 */
export function bodyOf(req: Request): unknown {
  const { 'content-length': length, 'transfer-encoding': chunked, 'content-type': type } = req.headers;
  if (req.body === undefined && (Number(length) > 0 || (chunked && type)))
    throw new ApiError('unsupported_media_type');
  return req.body ?? {};
}
