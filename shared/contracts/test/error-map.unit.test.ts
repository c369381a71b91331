import { describeIssue, issueCode } from '@ecommerce/contracts';
import { z } from 'zod';

const REQUIRED = 'This field is required.';
const INVALID = 'This value is not valid.';

/** Returns the codes and messages of the issues of an input. */
function issuesOf(schema: z.ZodType, input: unknown): [code: string, message: string][] {
  const { error } = schema.safeParse(input, { error: describeIssue, reportInput: true });
  return (error?.issues ?? []).map((issue) => [issueCode(issue), issue.message]);
}

const a = z.strictObject({ a: z.string() });

describe('describeIssue and issueCode', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['text', z.string(), 1, 'Must be text.'],
    ['null where text belongs', z.string(), null, 'Must be text.'],
    ['number', z.number(), 'x', 'Must be a number.'],
    ['NaN', z.coerce.number(), 'x', 'Must be a number.'],
    ['int', z.int(), 1.5, 'Must be a whole number.'],
    ['unsafe int', z.int(), 1e300, 'Must be at most 9007199254740991.'],
    ['boolean', z.boolean(), 1, 'Must be true or false.'],
    ['array', z.array(z.int()), {}, 'Must be a list.'],
    ['object', z.object({}), [], 'Must be a JSON object.'],
    ['null', z.null(), 1, INVALID],
    ['date', z.date(), 1, INVALID],
    ['short text', z.string().min(8), 'x', 'Must have at least 8 characters.'],
    ['long text', z.string().max(2), 'xyz', 'Must have at most 2 characters.'],
    ['text of another length', z.string().length(1), 'xy', 'Must have exactly 1 character.'],
    ['small number', z.number().min(0.01), 0, 'Must be at least 0.01.'],
    ['big number', z.number().max(5), 6, 'Must be at most 5.'],
    ['number at an exclusive minimum', z.number().positive(), 0, 'Must be more than 0.'],
    ['number at an exclusive maximum', z.number().lt(5), 5, 'Must be less than 5.'],
    ['bigint', z.bigint().min(3n), 1n, 'Must be at least 3.'],
    ['empty list', z.array(z.int()).min(1), [], 'Must have at least 1 item.'],
    ['long list', z.array(z.int()).max(2), [1, 2, 3], 'Must have at most 2 items.'],
    ['early date', z.date().min(new Date(5)), new Date(3), INVALID],
    ['email', z.email(), 'x', 'Enter a valid email address.'],
    ['url', z.url(), 'x', 'Must be a valid URL.'],
    ['uuid', z.uuid(), 'x', 'Must be a valid UUID.'],
    ['datetime', z.iso.datetime(), 'x', 'Must be a date and time in ISO 8601.'],
    ['regex', z.string().regex(/a/), 'x', INVALID],
    ['prefix', z.string().startsWith('a'), 'x', INVALID],
    ['enum', z.enum(['a', 'b']), 'c', 'Must be one of: a, b.'],
    ['refine', z.string().refine(() => false), 'x', INVALID],
    ['refine with a sentence', z.string().refine(() => false, 'Name each once.'), 'x', 'Name each once.'],
    ['union', z.union([z.string(), z.int()]), true, INVALID],
    ['discriminator', z.discriminatedUnion('a', [z.object({ a: z.literal(1) })]), { a: 2 }, INVALID],
    ['multiple', z.number().multipleOf(2), 3, INVALID],
    ['record key', z.record(z.string().regex(/a/), z.int()), { x: 1 }, INVALID],
  ])('describe an invalid %s', (_kind, schema, input, message) => {
    expect(issuesOf(schema, input)).toEqual([['invalid_value', message]]);
  });

  it.each<[string, z.ZodType, unknown]>([
    ['text', a, {}],
    ['text that is undefined', a, { a: undefined }],
    ['enum', z.object({ a: z.enum(['b']) }), {}],
    ['union', z.object({ a: z.union([z.string(), z.int()]) }), {}],
    ['text, which is empty', z.object({ a: z.string().trim().min(1) }), { a: ' ' }],
  ])('report a missing %s as required', (_kind, schema, input) => {
    expect(issuesOf(schema, input)).toEqual([['required', REQUIRED]]);
  });

  it.each(['b', '__proto__', 'constructor'])('report the unknown field %s', (name) => {
    const input = JSON.parse(`{"a":"x","${name}":1}`);
    expect(issuesOf(a, input)).toEqual([['unknown_field', 'This field is not known.']]);
  });
});
