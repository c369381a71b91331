import { z } from 'zod';

/** What is wrong with a message, one line per error. @throws any error that is not about the message */
export function errorsOf(error: unknown): string[] {
  if (error instanceof SyntaxError) return [`not JSON: ${error.message}`];
  if (error instanceof z.ZodError)
    return error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw error;
}
