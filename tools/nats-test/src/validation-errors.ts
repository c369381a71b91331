import { z } from 'zod';

/** What is wrong with a message, one line a fault. @throws whatever is no fault of a message */
export function faultsOf(error: unknown): string[] {
  if (error instanceof SyntaxError) return [`not JSON: ${error.message}`];
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw error;
}
