import { z } from 'zod';
import { ApiError } from '../src/http/errors.ts';
import { parse } from '../src/http/validation.ts';

const line = z.strictObject({ productId: z.string().min(1), quantity: z.int().min(1) });
const schema = z.strictObject({ items: z.array(line), kind: z.enum(['a', 'b']).optional() });

/** Returns the code and field of each error of a rejected body. */
function rejected(json: string): [code: string, field: string | undefined][] {
  try {
    parse(schema, JSON.parse(json));
  } catch (error) {
    if (error instanceof ApiError) return error.errors.map(({ code, field }) => [code, field]);
    throw error;
  }
  throw new Error('the body was accepted');
}

describe('parse', () => {
  it('returns the parsed value', () => {
    const body = { items: [{ productId: 'p', quantity: 2 }] };
    expect(parse(schema, body)).toEqual(body);
  });

  it.each<[string, [string, string | undefined][]]>([
    ['{}', [['required', 'items']]],
    ['null', [['invalid_value', undefined]]],
    ['{"items":[null]}', [['invalid_value', 'items.0']]],
    [
      '{"items":[{"productId":""}],"kind":"c"}',
      [
        ['required', 'items.0.productId'],
        ['required', 'items.0.quantity'],
        ['invalid_value', 'kind'],
      ],
    ],
    [
      '{"items":[],"x":1,"y":2}',
      [
        ['unknown_field', 'x'],
        ['unknown_field', 'y'],
      ],
    ],
    ['{"items":[{"productId":"p","quantity":1,"x":1}]}', [['unknown_field', 'items.0.x']]],
    ['{"items":[],"__proto__":{"kind":"a"}}', [['unknown_field', '__proto__']]],
    ['{"items":[],"constructor":1}', [['unknown_field', 'constructor']]],
    [
      '{"__proto__":{"items":[]}}',
      [
        ['required', 'items'],
        ['unknown_field', '__proto__'],
      ],
    ],
  ])('names every error of %s', (json, errors) => {
    expect(rejected(json)).toEqual(errors);
  });

  it('ignores fields of the prototype chain', () => {
    expect(() => parse(z.object({ constructor: z.string() }), {})).toThrow('Must be text.');
    expect(() => parse(z.record(z.string(), z.int()), JSON.parse('{"__proto__":{"a":1}}'))).not.toThrow();
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });
});
