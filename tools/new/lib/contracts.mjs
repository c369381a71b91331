import { UserError } from '../../embedded/lib/errors.mjs';
import { replaceOnce } from './insert.mjs';

/** @import { Changes } from './changes.mjs' */

const SRC = 'shared/contracts/src';
const EVENTS = `${SRC}/events.ts`;
const SUBJECT = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*:[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;
/** Names of files and classes are derived from it. */
const MAX_LENGTH = 80;

/** @param {string} subject @throws {UserError} if it is not two words such as `order:shipped` */
export function assertSubject(subject) {
  if (!SUBJECT.test(subject))
    throw new UserError(
      `"${subject}" is no subject. Name a thing and what happened to it, such as order:shipped or gift-card:sent.`,
    );
  if (subject.length > MAX_LENGTH) throw new UserError(`${subject} is longer than ${MAX_LENGTH} characters.`);
}

/**
 * Adds a subject with the schema of its payload.
 * @param {Changes} changes @param {string} subject @param {string} fields of the payload, as code
 * @throws {UserError} if the subject exists
 */
export function addSubject(changes, subject, fields) {
  if (changes.read(EVENTS).includes(`'${subject}':`))
    throw new UserError(`The event ${subject} already exists.`);
  changes.edit(EVENTS, (text) =>
    replaceOnce(
      text,
      /^\} as const;$/m,
      (end) => `  '${subject}': z.object({ ${fields} }),\n${end}`,
      'end of eventSchemas ("} as const;")',
    ),
  );
}

/** The names that contracts exports. @param {Changes} changes @returns {Set<string>} */
export function exportedNames(changes) {
  const texts = changes
    .list(SRC)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => changes.read(`${SRC}/${file}`));
  const declaration = /^export (?:const|type|interface|function|class) (\w+)/gm;
  return new Set(texts.flatMap((text) => [...text.matchAll(declaration)].map(([, name = '']) => name)));
}
