import { isAlias, isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { UserError } from '../../embedded/lib/errors.mjs';

const port = z.int().min(1).max(65535);

/** The words of `x-shop`; the head of docker-compose.yml explains them. */
const shopWords = z.strictObject({
  path: z
    .string()
    .regex(/^\/(api\/[a-z][a-z0-9-]*)?$/, 'is "/api/" and one word in lower case, or "/" for the storefront')
    .optional(),
  local_port: port.optional(),
  internet: z.array(port).default([]),
  public_ports: z.array(port).default([]),
});

const service = z.looseObject({
  'x-shop': shopWords.optional(),
  image: z.string(),
  build: z
    .looseObject({ dockerfile: z.string(), args: z.record(z.string(), z.string()).default({}) })
    .optional(),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  depends_on: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});

const composeFile = z.looseObject({
  'x-secrets': z.record(z.string(), z.array(z.string())).default({}),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

/**
 * @typedef {z.infer<typeof composeFile>} ComposeFile
 * @typedef {z.infer<typeof service>} ComposeService
 * @typedef {{path: PropertyKey[], message: string}} Mistake `path` leads to the place in the file
 */

/**
 * Parses a Compose file.
 * @param {string} text
 * @returns {{content: ComposeFile, fail: (mistakes: Mistake[]) => void}} `fail` throws when there are mistakes
 * @throws {UserError} that names each mistake with its line
 */
export function parseComposeFile(text, file = 'docker-compose.yml') {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
  const errors = document.errors.map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, message }));
  report(file, errors);

  const fail = (/** @type {Mistake[]} */ mistakes) =>
    report(
      file,
      mistakes.map(({ path, message }) => ({
        line: lines.linePos(offsetOf(document, path)).line,
        message: `${path.map(String).join('.')}: ${message}`,
      })),
    );
  // Each service adds aliases; the default limit of 100 guards against hostile files.
  const { data, error } = composeFile.safeParse(document.toJS({ maxAliasCount: -1 }));
  fail(error?.issues ?? []);
  return { content: /** @type {ComposeFile} */ (data), fail };
}

/** Where a value is in the text, or the nearest thing around it that the text has. @param {import('yaml').Document} document @param {PropertyKey[]} path */
function offsetOf(document, path) {
  /** @type {unknown} */
  let node = document.contents;
  let offset = 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find((item) => String(item.key) === String(key));
      if (!pair) break;
      offset = /** @type {import('yaml').Node} */ (pair.key).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = /** @type {import('yaml').Node} */ (node).range?.[0] ?? offset;
    }
  }
  return offset;
}

/** @param {string} file @param {{line: number, message: string}[]} mistakes */
function report(file, mistakes) {
  if (mistakes.length === 0) return;
  throw new UserError(mistakes.map(({ line, message }) => `${file}:${line}: ${message}`).join('\n'));
}
