import { UserError } from '../../embedded/lib/errors.mjs';

/** Names of containers, hosts and labels are derived from it; Kubernetes allows them 63 characters. */
const MAX_LENGTH = 40;

/**
 * A name in all its forms.
 * @typedef {object} Name
 * @property {string} kebab such as `gift-card`
 * @property {string} camel such as `giftCard`
 * @property {string} pascal such as `GiftCard`
 * @property {string} words such as `gift card`
 */

/** @param {string} kebab @returns {Name} */
export function nameOf(kebab) {
  const words = kebab.replaceAll('-', ' ');
  const camel = kebab.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  return { kebab, camel, pascal: capitalized(camel), words };
}

/** @param {string} text */
export const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * @param {string} kind what it names, for the error
 * @param {string} text
 * @throws {UserError} if it is not made of words in lower case with hyphens between them
 */
export function assertKebab(kind, text) {
  if (!/^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/.test(text))
    throw new UserError(
      `"${text}" is no ${kind}. Use words in lower case with hyphens between them, such as gift-cards.`,
    );
  if (text.length > MAX_LENGTH) throw new UserError(`${text} is longer than ${MAX_LENGTH} characters.`);
}

/** The plural of a regular English noun. @param {string} noun */
export function pluralOf(noun) {
  if (/[^aeiou]y$/.test(noun)) return noun.replace(/y$/, 'ies');
  return /(s|x|z|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

/** The singular of a regular English noun; another word stays as it is. @param {string} noun */
export function singularOf(noun) {
  if (/[^aeiou]ies$/.test(noun)) return noun.replace(/ies$/, 'y');
  if (/(ss|x|z|ch|sh)es$/.test(noun)) return noun.replace(/es$/, '');
  return /[^su]s$/.test(noun) ? noun.replace(/s$/, '') : noun;
}

/** Whether strict code can declare a variable of this name. @param {string} identifier */
export function isReservedWord(identifier) {
  try {
    // The name is one word of letters and digits, so nothing of it runs.
    new Function(`"use strict"; async () => { let ${identifier}; }`);
    return false;
  } catch {
    return true;
  }
}
