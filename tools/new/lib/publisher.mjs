import { UserError } from '../../embedded/lib/errors.mjs';
import { replaceOnce } from './insert.mjs';
import { nameOf } from './names.mjs';

/** @import { Changes } from './changes.mjs' */

/** Fields that every aggregate has. */
const TIMESTAMPS = ['createdAt', 'updatedAt'];

/**
 * @typedef {object} StoredAggregate
 * @property {string} name such as `Order`
 * @property {string} typeFile the file in src/ that declares its type
 * @property {string} schemaFile the file in src/ that defines what is stored, often the same
 * @property {string} store its store in `deps`
 */

/**
 * Finds the aggregate that an event is about, among those that routes use.
 * @param {Changes} changes @param {string} service @param {string} noun of the subject
 * @returns {StoredAggregate}
 * @throws {UserError} that names the aggregates of the service, if none has this name
 */
export function aggregateOf(changes, service, noun) {
  const src = `services/${service}/src`;
  const wiring = changes.read(`${src}/service.ts`);
  const [, deps = ''] = /deps: \{([^}]*)\}/.exec(wiring) ?? [];
  const sources = changes
    .list(src)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file: file.slice(0, -'.ts'.length), text: changes.read(`${src}/${file}`) }));
  const aggregates = sources.flatMap(({ file, text }) => {
    const [, variable, name = ''] = /^export const (\w+) = defineAggregate<(\w+)>\(/m.exec(text) ?? [];
    const [, store = ''] = new RegExp(`const (\\w+) = aggregates\\(${variable}\\)`).exec(wiring) ?? [];
    if (!store || !new RegExp(`\\b${store}\\b`).test(deps)) return [];
    const declaration = `export interface ${name} extends Aggregate`;
    const typeFile = sources.find((one) => one.text.includes(declaration))?.file ?? file;
    return [{ name, typeFile, schemaFile: file, store }];
  });
  const found = aggregates.find(({ name }) => name === nameOf(noun).pascal);
  if (found) return found;
  if (aggregates.length === 0)
    throw new UserError(
      `The deps in ${src}/service.ts have no store of an aggregate. Write the event as CONTRIBUTING.md describes.`,
    );
  const examples = aggregates.map(({ name }) => `${kebabOf(name)}:changed`);
  throw new UserError(
    `${service} stores no ${nameOf(noun).words}. Begin the subject with what changes, such as ${examples.join(' or ')}.`,
  );
}

/** @param {string} pascal */
const kebabOf = (pascal) => pascal.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/**
 * Adds the time of the event to an aggregate, which makes publishing it idempotent.
 * @param {Changes} changes @param {string} service @param {StoredAggregate} aggregate @param {string} field such as `shippedAt`
 * @throws {UserError} if the aggregate has the field, or its files are not made as all others are
 */
export function addPublisher(changes, service, { name, typeFile, schemaFile }, field) {
  const pathOf = (/** @type {string} */ file) => `services/${service}/src/${file}.ts`;
  changes.edit(pathOf(typeFile), (text) => {
    if (TIMESTAMPS.includes(field) || new RegExp(`\\b${field}\\b`).test(text))
      throw new UserError(
        `${name} already has a field ${field}. Use another verb, or write the event as CONTRIBUTING.md describes.`,
      );
    return replaceOnce(
      text,
      new RegExp(`^(export interface ${name} extends Aggregate\\b[^{]*\\{\\n[\\s\\S]*?)^\\}`, 'm'),
      (_, fields = '') => `${fields}  ${field}?: Date;\n}`,
      `"export interface ${name} extends Aggregate"`,
    );
  });
  changes.edit(pathOf(schemaFile), (text) => {
    const stored = replaceOnce(
      text,
      new RegExp(`(defineAggregate<${name}>\\(\\s*'\\w+',\\s*\\{)(\\s*)`),
      (_, begin = '', space = '') => `${begin}${space}${field}: Date,${space}`,
      `"defineAggregate<${name}>(..., {"`,
    );
    // An aggregate without events until now.
    const publishing = stored.replace(/,?\s*\{ publishesEvents: false \},?\s*\)/, ')');
    if (publishing.includes('publishesEvents: false'))
      throw new UserError('remove "publishesEvents: false", so that the aggregate can publish.');
    return publishing;
  });
}
