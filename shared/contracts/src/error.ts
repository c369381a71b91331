import { z } from 'zod';
import { errorCodes } from './error-codes.ts';

export const ErrorDetail = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  field: z.string().optional(),
});
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/** Body of every error answer. */
export const ErrorBody = z.object({ errors: z.array(ErrorDetail).min(1) });
export type ErrorBody = z.infer<typeof ErrorBody>;
