import { isMap, isSeq, parseDocument } from 'yaml';
import { shopOf } from './shop.mjs';

/** The service whose entry is copied: the smallest with events. */
const MODEL = 'cart';

/**
 * Adds a service, its database and its volume to docker-compose.yml. All other text stays as it is.
 * @param {string} text of docker-compose.yml
 * @param {object} service
 * @param {string} service.name
 * @param {string} [service.path] the prefix that the gateway routes to it
 * @param {Record<string, string>} [service.environment] variables beside those of every service, such as the URLs of the
 *   services that it calls
 * @returns {string} the new text
 * @throws {import('../../embedded/lib/errors.mjs').UserError} when the name or the path is taken, or the file has a mistake
 */
export function addService(text, { name, path = `/api/${name}`, environment = {} }) {
  const shop = shopOf(text);
  const document = parseDocument(text);
  const last = (/** @type {{name: string}[]} */ list) => list.at(-1)?.name ?? MODEL;
  const port = Math.max(...shop.routed.map(({ localPort }) => localPort)) + 1;
  const rename = (/** @type {string} */ entry) => entry.replaceAll(MODEL, name);

  const copies = [
    { map: 'services', key: MODEL, after: last(shop.services), separator: '\n' },
    { map: 'services', key: `${MODEL}-mongo`, after: last(shop.databases), separator: '' },
    { map: 'volumes', key: `${MODEL}-db`, after: shop.databases.at(-1)?.volumes[0] ?? '', separator: '' },
  ].map(({ map, key, after, separator }) => {
    const { start, end } = spanOf(document, text, map, key);
    const entry = rename(text.slice(start, end)).trimEnd();
    const own = key === MODEL ? adapt(entry, path, port, environment) : entry;
    return { at: spanOf(document, text, map, after).end, insertion: `${separator}${own}\n` };
  });
  const edits = [...copies, { at: endOfGatewayList(document, last(shop.services)), insertion: `, ${name}` }];
  const added = edits
    .toSorted((one, other) => other.at - one.at)
    .reduce((all, { at, insertion }) => all.slice(0, at) + insertion + all.slice(at), text);
  shopOf(added);
  return added;
}

/**
 * The lines of an entry, without blank lines and comments after it.
 * @param {import('yaml').Document} document @param {string} text @param {string} map @param {string} key
 */
function spanOf(document, text, map, key) {
  const entries = document.get(map);
  const pair = isMap(entries) && entries.items.find((item) => String(item.key) === key);
  if (!pair) throw new Error(`docker-compose.yml has no ${map}.${key}`);
  const keyRange = /** @type {import('yaml').Node} */ (pair.key).range ?? [0, 0];
  const valueRange = /** @type {import('yaml').Node | null} */ (pair.value)?.range ?? keyRange;
  const contentEnd = Math.max(keyRange[1], valueRange[1]);
  return {
    start: text.lastIndexOf('\n', keyRange[0]) + 1,
    end: text[contentEnd - 1] === '\n' ? contentEnd : text.indexOf('\n', contentEnd) + 1,
  };
}

/** @param {string} entry @param {string} path @param {number} port @param {Record<string, string>} environment */
function adapt(entry, path, port, environment) {
  const variables = Object.entries(environment).map(([variable, value]) => `\n      ${variable}: ${value}`);
  return entry
    .replace(/^ {4}x-shop:.*$/m, `    x-shop: { path: ${path}, local_port: ${port} }`)
    .replaceAll(/^ {6}(?!MONGO_URL:|AUTH_URL:)[A-Z_]+:.*\n/gm, '')
    .replace(/^ {6}MONGO_URL:.*$/m, (line) => line + variables.join(''));
}

/** @param {import('yaml').Document} document @param {string} lastService */
function endOfGatewayList(document, lastService) {
  const list = document.getIn(['services', 'gateway', 'depends_on']);
  const item = isSeq(list) && list.items.find((one) => String(one) === lastService);
  const range = /** @type {import('yaml').Node | undefined} */ (item || undefined)?.range;
  if (!range) throw new Error('docker-compose.yml has no list of services at services.gateway.depends_on');
  return range[1];
}
