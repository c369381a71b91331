import { addImport, replaceOnce } from './insert.mjs';

/**
 * @import { Changes } from './changes.mjs'
 * @import { Name } from './names.mjs'
 */

/** @typedef {{file: string, name: Name, event: string}} ReadModel its file in src/, its name, and a name for its events */

/**
 * Adds a listener that stores the events of a subject in a read model.
 * @param {Changes} changes @param {string} service @param {string} subject @param {ReadModel} readModel
 * @throws {import('../../embedded/lib/errors.mjs').UserError} if the service is not made as all others are
 */
export function addListener(changes, service, subject, { file, name, event }) {
  const src = `services/${service}/src`;
  let listeners = '';
  changes.edit(`${src}/listeners.ts`, (text) => {
    const list =
      /^export const (\w+Listeners) = \(([^()]*)\): Listener\[\] => \[(?:\n([\s\S]*?)\n|(.*))\];$/m;
    const extended = replaceOnce(
      text,
      list,
      (_, found = '', parameters = '', lines = '', line = '') => {
        listeners = found;
        const parameter = `${name.camel}: ${name.pascal}`;
        const entry = `listener('${subject}', (${event}) => ${name.camel}.record(${event}))`;
        return `export const ${found} = (${added(parameters, parameter)}): Listener[] => [\n  ${added(lines || line, entry)},\n];`;
      },
      'list such as "export const cartListeners = (...): Listener[] => [...];"',
    );
    const typed = addImport(extended, `import type { ${name.pascal} } from './${file}.ts';`);
    return /[{,] listener\b/.test(text)
      ? typed
      : addImport(typed, `import { listener } from '@ecommerce/service-kit/messaging';`);
  });
  changes.edit(`${src}/service.ts`, (text) => wired(text, listeners, name, file));
}

/**
 * Passes the read model to the listeners.
 * @param {string} text of service.ts @param {string} listeners @param {Name} name @param {string} file
 */
function wired(text, listeners, { camel, pascal }, file) {
  const passed = replaceOnce(
    text,
    new RegExp(`(listeners:[\\s\\S]*?\\b${listeners})\\(([^()]*)\\)`),
    (_, call = '', args = '') => `${call}(${added(args, camel)})`,
    `call of ${listeners}`,
  );
  const created = replaceOnce(
    passed,
    /^ {4}return \{/m,
    (end) => `    const ${camel} = new ${pascal}(database);\n${end}`,
    'method setUp that ends with "return {"',
  );
  const context = replaceOnce(
    created,
    /\bsetUp\(\{([^}]*)\}\)/,
    (all, names = '') => (/\bdatabase\b/.test(names) ? all : `setUp({ ${added(names, 'database')} })`),
    'method "setUp({ ... })"',
  );
  return addImport(context, `import { ${pascal} } from './${file}.ts';`);
}

/** Adds to a list that is separated by commas. @param {string} list @param {string} item */
function added(list, item) {
  const before = list.trim().replace(/,$/, '');
  return before ? `${before}, ${item}` : item;
}
