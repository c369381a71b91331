import { Alias, Document, isCollection, isMap, isSeq, Scalar } from 'yaml';

/**
 * Adds to a map or a list of a document.
 * @param {Document | undefined} document
 * @param {(string | number)[]} path leads to the map or the list
 * @param {Record<string, unknown> | unknown[]} additions entries of the map, or items of the list
 * @param {'first' | 'last'} [place] before or after what is there
 * @throws {Error} when there is no such map or list
 */
export function insert(document, path, additions, place = 'first') {
  const collection = document?.getIn(path);
  if (document && isMap(collection) && !Array.isArray(additions)) {
    const pairs = Object.entries(additions).map(([key, value]) => document.createPair(key, value));
    collection.items.splice(place === 'first' ? 0 : collection.items.length, 0, ...pairs);
  } else if (document && isSeq(collection) && Array.isArray(additions)) {
    const items = additions.map((item) => document.createNode(item));
    collection.items.splice(place === 'first' ? 0 : collection.items.length, 0, ...items);
  } else {
    throw new Error(`The template has nothing to add to at ${path.join('.')}.`);
  }
}

/** A value that is written on one line, as `{ a: 1 }`. @param {unknown} value */
export function inline(value) {
  const { contents } = new Document(value);
  if (isCollection(contents)) contents.flow = true;
  return contents;
}

/** A reference to an anchor of the template. @param {string} anchor */
export const alias = (anchor) => new Alias(anchor);

/** Removes in Compose what the file before has set. */
export function reset() {
  const scalar = new Scalar(null);
  scalar.tag = '!reset';
  return scalar;
}
