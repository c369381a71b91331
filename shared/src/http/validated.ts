import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { BadRequest, HttpError } from '../errors/errors.ts';

interface Schemas {
  params?: z.ZodType;
  query?: z.ZodType;
  /** By their names in small letters. */
  headers?: z.ZodType;
  body?: z.ZodType;
}

type Parsed<S extends Schemas> = { [K in keyof S]: S[K] extends z.ZodType ? z.infer<S[K]> : never };

/**
 * The last step of a route's ladder: checks what came in and hands the parsed values to the handler. It carries its
 * schemas, so that the API's document can be held against them.
 * @throws HttpError 400 with every fault and its field
 */
export const validated = <S extends Schemas>(
  schemas: S,
  handle: (input: Parsed<S>, req: Request, res: Response) => Promise<void>,
): RequestHandler & { schemas: S } => {
  const check: RequestHandler = async (req, res) => {
    const input: Record<string, unknown> = {};
    for (const part of ['params', 'query', 'headers', 'body'] as const) {
      const schema = schemas[part];
      if (schema) input[part] = parse(schema, part === 'body' ? bodyOf(req) : req[part]);
    }
    await handle(input as Parsed<S>, req, res);
  };
  return Object.assign(check, { schemas });
};

/** A body that nobody could read must not pass for none: that has a meaning of its own on some routes. */
function bodyOf(req: Request): unknown {
  const { 'content-length': length, 'transfer-encoding': chunked, 'content-type': type } = req.headers;
  if (req.body === undefined && (Number(length) > 0 || (chunked && type)))
    throw new BadRequest('The body must be JSON, with Content-Type: application/json');
  return req.body ?? {};
}

/** @throws HttpError 400 with every fault and its field */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new HttpError(
    400,
    result.error.issues.flatMap((issue) => {
      const field = issue.path.join('.');
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({
          message: 'is not a known field',
          field: [...issue.path, key].join('.'),
        }));
      return [field ? { message: issue.message, field } : { message: issue.message }];
    }),
  );
}
