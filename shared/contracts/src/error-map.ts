import type { z } from 'zod';
import { errorCatalog } from './error-codes.ts';

type RawIssue = z.core.$ZodRawIssue;
type Bound = z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>;

const types: Record<string, string> = {
  string: 'Must be text.',
  number: 'Must be a number.',
  int: 'Must be a whole number.',
  boolean: 'Must be true or false.',
  array: 'Must be a list.',
  object: 'Must be a JSON object.',
};

const formats: Record<string, string> = {
  email: 'Enter a valid email address.',
  url: 'Must be a valid URL.',
  uuid: 'Must be a valid UUID.',
  datetime: 'Must be a date and time in ISO 8601.',
};

const lengths: Record<string, string> = { string: 'character', array: 'item', set: 'item' };
const numbers = ['number', 'int', 'bigint'];

/** Returns the code of a zod issue, which must contain its input: parse with `reportInput`. */
export function issueCode(
  issue: z.core.$ZodIssue | RawIssue,
): 'required' | 'unknown_field' | 'invalid_value' {
  if (issue.code === 'unrecognized_keys') return 'unknown_field';
  const isMissing = issue.input === undefined && issue.code !== 'custom';
  const isEmptyText = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1;
  return isMissing || isEmptyText ? 'required' : 'invalid_value';
}

/**
 * Returns the message of a zod issue whose schema has none. Pass it as `error` to `safeParse`, so that zod's own
 * messages never reach a client.
 */
export function describeIssue(issue: RawIssue): string {
  const code = issueCode(issue);
  return (code === 'invalid_value' && describeValue(issue)) || errorCatalog[code].message;
}

/** @returns undefined if only the general message of the catalog applies */
function describeValue(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return types[issue.expected];
    case 'too_small':
      return describeBound(issue, issue.inclusive ? 'at least' : 'more than', issue.minimum);
    case 'too_big':
      return describeBound(issue, issue.inclusive ? 'at most' : 'less than', issue.maximum);
    case 'invalid_format':
      return formats[issue.format];
    case 'invalid_value':
      return `Must be one of: ${issue.values.join(', ')}.`;
    default:
      return undefined;
  }
}

function describeBound(
  { origin, exact }: Bound,
  relation: string,
  limit: number | bigint,
): string | undefined {
  const unit = lengths[origin];
  if (unit) return `Must have ${exact ? 'exactly' : relation} ${limit} ${unit}${limit === 1 ? '' : 's'}.`;
  return numbers.includes(origin) ? `Must be ${relation} ${limit}.` : undefined;
}
