/** @typedef {import('mongodb').Document} Document */

/**
 * The kind of a command. `connection` commands are those that the driver itself sends.
 * @typedef {'read' | 'write' | 'connection' | 'other'} Kind
 */

/** @type {Record<string, Kind>} by name in lower case, because the server ignores case */
const kinds = {
  ...kindOf('read', 'find', 'getmore', 'aggregate', 'count', 'distinct'),
  ...kindOf('write', 'insert', 'update', 'delete', 'findandmodify'),
  ...kindOf(
    'connection',
    'hello',
    'ismaster',
    'ping',
    'endsessions',
    'buildinfo',
    'saslstart',
    'killcursors',
  ),
};

function kindOf(/** @type {Kind} */ kind, /** @type {string[]} */ ...names) {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

/**
 * Describes a command without its values, so that commands of the same origin are counted together, such as
 * `update orders {_id,version} <- {$inc,$set}`.
 * @param {Document} command
 * @returns {{kind: Kind, shape: string, statements: number}} `statements` is the number of inserts, updates or deletes in the
 * command
 */
export function describeCommand(command) {
  const [name = ''] = Object.keys(command);
  const kind = kinds[name.toLowerCase()] ?? 'other';
  const statements = command.updates ?? command.deletes ?? command.documents ?? [];
  if (kind === 'connection' || kind === 'other') return { kind, shape: name, statements: 1 };
  const words = [name, String(command[name]), filterOf(command), updateOf(command)];
  const isUpsert = command.upsert || command.updates?.some((/** @type {Document} */ one) => one.upsert);
  if (isUpsert) words.push('upsert');
  return { kind, shape: words.filter(Boolean).join(' '), statements: Math.max(statements.length, 1) };
}

function filterOf(/** @type {Document} */ { filter, query, updates, deletes, pipeline }) {
  if (pipeline) return `[${pipeline.flatMap(Object.keys).join(',')}]`;
  const found = filter ?? query ?? updates?.[0]?.q ?? deletes?.[0]?.q;
  return found && `{${namesIn(found)}}`;
}

function updateOf(/** @type {Document} */ { update, updates }) {
  const found = updates?.[0]?.u ?? (typeof update === 'object' ? update : undefined);
  if (!found) return '';
  // For a pipeline, lists the names of its stages.
  return `<- {${namesIn(Array.isArray(found) ? Object.assign({}, ...found) : found)}}`;
}

const namesIn = (/** @type {Document} */ document) => Object.keys(document).map(withoutIds).sort().join(',');

/** Replaces ids in field names, which are the keys of maps. */
const withoutIds = (/** @type {string} */ name) =>
  name.replace(/[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
