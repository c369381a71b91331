import { z } from 'zod';

/** Formats the errors of an invalid message, one line each. @throws any other error */
export function errorsOf(error: unknown): string[] {
  if (error instanceof SyntaxError) return [`not JSON: ${error.message}`];
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw error;
}
