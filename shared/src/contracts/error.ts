import { z } from 'zod';

/** The body of every answer that is not a success. */
export const ErrorBody = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().optional() })).min(1),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
