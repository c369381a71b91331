import { addService } from '../../generate/lib/add-service.mjs';
import { addSubject } from './contracts.mjs';
import { documentEvent, documentRoute, documentService } from './docs.mjs';
import { addImport, replaceOnce } from './insert.mjs';
import { assertKebab, capitalized, nameOf, pluralOf, singularOf } from './names.mjs';
import { assertFree } from './taken-names.mjs';
import { render } from './template.mjs';

/**
 * @import { Changes } from './changes.mjs'
 * @import { Plan } from './command.mjs'
 * @import { Name } from './names.mjs'
 */

/** The service whose package.json and tsconfig.json are copied; addService copies its place in docker-compose.yml. */
const MODEL = 'cart';
const CONTRACTS = 'shared/contracts/src';

/**
 * Plans a service with two routes, an event, an index, tests and its place in Compose.
 * @param {Changes} changes @param {string} service its name
 * @param {{noun?: string}} options `noun` names what the service stores; by default it is the singular of its name
 * @returns {Plan}
 */
export function planService(changes, service, { noun = singularOf(service) }) {
  assertKebab('name of a service', service);
  assertKebab('noun', noun);
  const item = nameOf(noun);
  const items = nameOf(pluralOf(noun));
  assertFree(changes, service, item, items);

  changes.edit('docker-compose.yml', (text) => addService(text, { name: service }));
  for (const file of ['package.json', 'tsconfig.json'])
    changes.create(
      `services/${service}/${file}`,
      changes.read(`services/${MODEL}/${file}`).replace(`@ecommerce/${MODEL}"`, `@ecommerce/${service}"`),
    );
  const names = { 'sample-name': nameOf(service), 'sample-item': item, 'sample-items': items };
  for (const { file, text } of render('service', names)) changes.create(`services/${service}/${file}`, text);
  for (const { file, text } of render('contracts', names)) changes.create(`${CONTRACTS}/${file}`, text);
  addToContracts(changes, item);
  addToApiDocument(changes, service, item, items);
  addToDocs(changes, service, item, items);

  return {
    done: `services/${service} stores ${items.words} at /api/${service}. Try it with npm test services/${service} and npm start. Then make it yours:`,
    next: [
      `shared/contracts/src/${noun}.ts   the fields of the API; in events.ts those of ${noun}:created`,
      `services/${service}/src/${noun}.ts   what is stored, and its indexes`,
      `services/${service}/src/routes.ts   its routes; then npm run generate`,
      `npm run new:event -- SUBJECT --from SERVICE --to ${service}   lets it listen to an event`,
    ],
    addsService: true,
  };
}

/** @param {Changes} changes @param {Name} item */
function addToContracts(changes, { kebab, camel, pascal }) {
  addSubject(changes, `${kebab}:created`, 'id: Id, userId: Id, title: z.string(), version: Version');
  changes.edit(`${CONTRACTS}/index.ts`, (text) => `${text}export * from './${kebab}.ts';\n`);
  changes.edit(`${CONTRACTS}/examples.ts`, (text) => {
    const examples = `
export const new${pascal} = { title: 'A first ${nameOf(kebab).words}' };
export const ${camel}: ${pascal} = {
  id: '6909f2247c3e4d5a6b7c8d05',
  userId,
  ...new${pascal},
  version: 0,
  ...times,
};
`;
    return addImport(text, `import type { ${pascal} } from './${kebab}.ts';`) + examples;
  });
}

/** @param {Changes} changes @param {string} service @param {Name} item @param {Name} items */
function addToApiDocument(changes, service, { pascal }, { words }) {
  changes.edit('tools/openapi/src/document.ts', (text) => {
    const tag = `    { name: '${service}', description: '${capitalized(words)} of the signed-in user' },\n`;
    const tagged = replaceOnce(text, /^ {2}\],\n {2}security:/m, (end) => tag + end, 'list of tags');
    const withSchema = replaceOnce(
      tagged,
      /schemas: \{([^}]*)\}/,
      (_, schemas = '') => `schemas: {${schemas.trimEnd().replace(/,$/, '')}, ${pascal} }`,
      'list of schemas',
    );
    return addImport(withSchema, `import { ${pascal} } from '@ecommerce/contracts';`);
  });
}

/** @param {Changes} changes @param {string} service @param {Name} item @param {Name} items */
function addToDocs(changes, service, item, items) {
  documentService(changes, [service, `${items.words} of users`, '', `\`${item.kebab}:created\``]);
  documentEvent(changes, [`\`${item.kebab}:created\``, service, '', '']);
  const path = `/api/${service}`;
  documentRoute(changes, [`\`GET ${path}\``, '`?page&limit`', `200, a page of your ${items.words}`]);
  documentRoute(changes, [`\`POST ${path}\``, '`{title}`', `201, the ${item.words}`]);
}
