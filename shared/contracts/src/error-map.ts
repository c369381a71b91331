import type { z } from 'zod';
import { errorCatalog } from './error-codes.ts';

type Issue = z.core.$ZodRawIssue;

const types: Record<string, string> = {
  string: 'Must be text.',
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be a JSON object.',
};

const units: Record<string, string> = { string: ' characters', array: ' items', set: ' items' };

const bound = (word: string, { origin }: { origin: string }, limit: unknown): string =>
  `Must ${units[origin] ? 'have' : 'be'} ${word} ${limit}${units[origin] ?? ''}.`;

/**
 * What a person reads about one zod issue whose schema says nothing itself: pass it as `error` to `safeParse`, so that
 * zod's own sentences never reach a caller.
 */
export function describeIssue(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? errorCatalog.required.message
        : (types[issue.expected] ?? errorCatalog.invalid_value.message);
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return errorCatalog.required.message;
      return bound('at least', issue, issue.minimum);
    case 'too_big':
      return bound('at most', issue, issue.maximum);
    case 'invalid_format':
      return issue.format === 'email' ? 'Enter a valid email address.' : `Must be a valid ${issue.format}.`;
    case 'invalid_value':
      return `Must be one of: ${issue.values.join(', ')}.`;
    case 'unrecognized_keys':
      return errorCatalog.unknown_field.message;
    default:
      return errorCatalog.invalid_value.message;
  }
}
