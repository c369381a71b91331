import { UserError } from '../../embedded/lib/errors.mjs';
import { parseComposeFile } from '../../generate/lib/compose-file.mjs';
import { shopOf } from '../../generate/lib/shop.mjs';
import { exportedNames } from './contracts.mjs';
import { isReservedWord } from './names.mjs';
import { sourcesOf } from './template.mjs';

/**
 * @import { Changes } from './changes.mjs'
 * @import { Name } from './names.mjs'
 */

/** Models that the service kit keeps in the database of every service. */
const KIT_MODELS = ['BrokerRun', 'DeadLetter', 'Instance', 'ProductReplica'];

/**
 * @param {Changes} changes @param {string} service @param {Name} item what it stores @param {Name} items the plural
 * @throws {UserError} if a name has another meaning already, in the shop or in code
 */
export function assertFree(changes, service, item, items) {
  const reason = takenBy(changes, service);
  if (reason) throw new UserError(`The name ${service} is taken: ${reason}`);
  const taken = [item.camel, items.camel, item.pascal, `${item.pascal}Body`, `new${item.pascal}`].find(
    isTakenIn(changes),
  );
  const file = hasFile(changes, item) ? item.kebab : undefined;
  if (taken ?? file)
    throw new UserError(
      `Code cannot use the name ${taken ?? file}, which has another meaning already. Name what the service stores: npm run new:service -- ${service} --noun NOUN`,
    );
}

/** Whether there is a file for something else where that of the item would be. @param {Changes} changes @param {Name} item */
const hasFile = (changes, { kebab }) =>
  changes.exists(`shared/contracts/src/${kebab}.ts`) ||
  sourcesOf('service').some(({ file }) => file === `src/${kebab}.ts.template`);

/** @param {Changes} changes @param {string} service @returns {string | undefined} */
function takenBy(changes, service) {
  if (changes.exists(`services/${service}/package.json`)) return `there is services/${service}/package.json.`;
  if (service === 'docs') return 'the API reference is at /api/docs.';
  const compose = changes.read('docker-compose.yml');
  const { services, volumes } = parseComposeFile(compose).content;
  if ([service, `${service}-mongo`].some((name) => name in services || name in volumes))
    return 'docker-compose.yml has it.';
  const owner = shopOf(compose).services.find(({ path }) => path === `/api/${service}`);
  if (owner) return `/api/${service} is of ${owner.name} already.`;
  if (changes.read('.gitignore').split('\n').includes(`${service}/`))
    return 'Git ignores folders of this name.';
  if (packageNames(changes).includes(`@ecommerce/${service}`))
    return `there is a package @ecommerce/${service}.`;
  const variable = service.toUpperCase().replaceAll('-', '_');
  const texts = [compose, changes.read('tools/embedded/lib/settings.mjs')];
  const [used] = texts.flatMap((text) => new RegExp(`\\b${variable}_(URL|PORT)\\b`).exec(text) ?? []);
  return used && `the variable ${used} has another meaning.`;
}

/** @param {Changes} changes */
const packageNames = (changes) =>
  [
    'client',
    'tests',
    ...['shared', 'services', 'tools'].flatMap((dir) => changes.list(dir).map((name) => `${dir}/${name}`)),
  ]
    .map((folder) => `${folder}/package.json`)
    .filter((file) => changes.exists(file))
    .map((file) => JSON.parse(changes.read(file)).name);

/** @param {Changes} changes @returns {(name: string) => boolean} */
function isTakenIn(changes) {
  const names = new Set([...KIT_MODELS, ...exportedNames(changes), ...templateIdentifiers()]);
  return (name) => isReservedWord(name) || name in globalThis || names.has(name);
}

/** The identifiers in the code of the template, without those of the sample. */
function templateIdentifiers() {
  const code = sourcesOf('service').map(({ text }) =>
    text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'[^']*'|`[^`]*`/g, ''),
  );
  const identifiers = code.flatMap((text) => text.match(/[A-Za-z_]\w*/g) ?? []);
  return identifiers.filter((name) => !/sample/i.test(name));
}
