import { ApiError } from '@ecommerce/service-kit/http';
import { z } from 'zod';

/** The answer of a route that returns nothing. */
export const nothing = { schema: z.object({}), example: {} };

/** The error for an invalid email address, as routes document it. */
export const invalidEmail = new ApiError('invalid_value', {
  message: 'Enter a valid email address.',
  field: 'email',
});
