/** @typedef {import('mongodb').Document} Document */

/**
 * What a command does: `connection` is what the driver says by itself to keep its connections.
 * @typedef {'read' | 'write' | 'connection' | 'other'} Kind
 */

/** @type {Record<string, Kind>} in lower case, as the server accepts any */
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
 * Describes a command without its values, so that those of the same origin count together:
 * `update orders {_id,version} <- {$inc,$set}`.
 * @param {Document} command
 * @returns {{kind: Kind, shape: string, statements: number}} `statements`: documents that one command inserts, or changes
 * that it makes one after another
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
  // Of an update that is a pipeline, the names of its stages.
  return `<- {${namesIn(Array.isArray(found) ? Object.assign({}, ...found) : found)}}`;
}

const namesIn = (/** @type {Document} */ document) => Object.keys(document).map(withoutIds).sort().join(',');

/** A field can be named after an id, as a map's entries are. */
const withoutIds = (/** @type {string} */ name) =>
  name.replace(/[0-9a-f]{24}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID');
