import { generateKeyPairSync } from 'node:crypto';
import { errorCodes, type User } from '@ecommerce/contracts';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { newId, newUser, testEnv, testKeyId, tokenOf } from './fixtures.ts';

const errorBody = z.strictObject({
  errors: z
    .array(
      z.strictObject({ code: z.enum(errorCodes), message: z.string().min(1), field: z.string().optional() }),
    )
    .min(1),
});

/** Messages of zod itself, which no person should read. */
const ZOD_MESSAGE = /^(Invalid input|Too (small|big)|Unrecognized|Invalid (string|option|ISO))/;

/**
 * Returns status, codes and fields of an error answer.
 * @throws Error when the answer does not have the shop's error format, reveals internals, or contains a message of zod
 */
export function errorOf(response: { status: number; body: unknown; text: string }) {
  const { status, body, text } = response;
  const { data, success } = errorBody.safeParse(body);
  if (!success) throw new Error(`expected an error, got ${status} ${text}`);
  if (/node_modules|\.[jt]s:\d|Error:|\bat \//.test(text))
    throw new Error(`the answer reveals internals: ${text}`);
  if (data.errors.some(({ message }) => ZOD_MESSAGE.test(message)))
    throw new Error(`the answer contains a message of zod: ${text}`);
  const distinct = <T>(values: T[]) => [...new Set(values)];
  return {
    status,
    codes: distinct(data.errors.map(({ code }) => code)),
    fields: distinct(data.errors.map(({ field }) => field)),
  };
}

/** Returns status and fields of an error answer. @throws as `errorOf` */
export function rejection(response: { status: number; body: unknown; text: string }) {
  const { status, fields } = errorOf(response);
  return { status, fields };
}

/** Values that are not an id, each with a name. */
export const badIds: [string, unknown][] = [
  ['a missing value', undefined],
  ['null', null],
  ['a number', 42],
  ['a boolean', true],
  ['an operator', { $ne: null }],
  ['an array', [newId()]],
  ['an empty string', ''],
  ['a short id', 'abc'],
  ['a long id', `${newId()}0`],
  ['an id that is not hex', 'z'.repeat(24)],
  ['an id with a line break', `${newId()}\n`],
  ['a NUL', `\u0000${newId().slice(1)}`],
  ['a lone surrogate', `\ud800${newId().slice(1)}`],
];

/** Values that are not a quantity of an order, each with a name. */
export const badQuantities: [string, unknown][] = [
  ['a missing value', undefined],
  ['null', null],
  ['a string', '3'],
  ['a boolean', true],
  ['an operator', { $ne: null }],
  ['an array', [1]],
  ['a negative number', -1],
  ['zero', 0],
  ['a fraction', 1.5],
  ['one more than the maximum', 10_001],
  ['more than a double counts exactly', 2 ** 53],
  ['a huge number', 1e308],
];

/** Bodies that are not a JSON object, each with a name and its content type. */
export const badBodies: [string, string, string][] = [
  ['broken JSON', 'application/json', '{"productId":'],
  ['a key without a value', 'application/json', '{"productId"}'],
  ['a NUL', 'application/json', '\u0000'],
  ['a string', 'application/json', '"text"'],
  ['a number', 'application/json', '1'],
  ['null', 'application/json', 'null'],
  ['an array', 'application/json', '[]'],
  ['a thousand nested arrays', 'application/json', '['.repeat(1000) + ']'.repeat(1000)],
  ['3 MB of JSON', 'application/json', JSON.stringify({ quantity: 'x'.repeat(3_000_000) })],
  ['another charset', 'application/json; charset=latin1', '{}'],
  ['plain text', 'text/plain', '{"quantity":1}'],
  ['a form', 'application/x-www-form-urlencoded', 'quantity=1'],
];

const { privateKey: otherKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Invalid session tokens, each with a name. */
export const badTokens = (user: User): [string, string][] => [
  ['a token of another key', tokenOf(user, { key: otherKey })],
  ['a forged token with the id of the key', tokenOf(user, { key: otherKey, options: { keyid: testKeyId } })],
  ['a token without the id of a key', tokenOf(user, { options: { keyid: undefined } })],
  ['a token of algorithm none', jwt.sign(user, '', { algorithm: 'none', keyid: testKeyId })],
  [
    'a token signed with the public key as a secret',
    jwt.sign(user, testEnv.JWT_PUBLIC_KEYS, { algorithm: 'HS256', keyid: testKeyId }),
  ],
  ['a token of another issuer', tokenOf(user, { options: { issuer: 'someone' } })],
  ['a token for another audience', tokenOf(user, { options: { audience: 'someone' } })],
  ['a token without a session', tokenOf(user, { claims: { sid: undefined } })],
  ['a token without an expiry', tokenOf(user, { claims: { exp: undefined } })],
  ['a token with an operator for an id', tokenOf(user, { claims: { id: { $ne: null } } })],
  [
    'a changed token',
    tokenOf(user).replace(/\.[^.]*\./, (payload) => tokenOf(newUser()).match(/\.[^.]*\./)?.[0] ?? payload),
  ],
  ['garbage', 'garbage'],
];
