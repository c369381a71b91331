import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capitalized, nameOf } from './names.mjs';

/** @import { Name } from './names.mjs' */

const templates = join(import.meta.dirname, '../templates');
const SUFFIX = '.template';

/**
 * Renders the files of a template. A template is code of a sample, whose names are replaced in each form in which they
 * occur: `sample-item`, `sampleItem`, `SampleItem`, `sample item`.
 * @param {string} folder in templates/
 * @param {Record<string, Name>} names by the name that stands for them in the template
 * @returns {{file: string, text: string}[]} each with its path below the folder
 */
export function render(folder, names) {
  const replace = replacer(names);
  return sourcesOf(folder).map(({ file, text }) => ({
    file: replace(file).slice(0, -SUFFIX.length),
    text: replace(text),
  }));
}

/** The files of a template as they are. @param {string} folder @returns {{file: string, text: string}[]} */
export const sourcesOf = (folder) =>
  readdirSync(join(templates, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(SUFFIX))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(templates, folder, file), 'utf8') }));

/** @param {Record<string, Name>} names @returns {(text: string) => string} */
function replacer(names) {
  const forms = Object.entries(names)
    // The longer of two that begin alike first, such as a plural before its singular.
    .sort(([one], [other]) => other.length - one.length)
    .flatMap(([sample, name]) => formsOf(sample, name));
  return (text) => {
    let replaced = text;
    for (const [from, to] of forms) replaced = replaced.replaceAll(from, to);
    return replaced;
  };
}

/** @param {string} sample in kebab case @param {Name} name @returns {[string, string][]} */
function formsOf(sample, name) {
  const { camel, pascal, words } = nameOf(sample);
  const article = /^(?!uni|us|uti|eu|one\b)[aeiou]/.test(name.words) ? 'an' : 'a';
  return [
    [`a ${words}`, `${article} ${name.words}`],
    [`A ${words}`, `${capitalized(article)} ${name.words}`],
    [words, name.words],
    [capitalized(words), capitalized(name.words)],
    [sample, name.kebab],
    [pascal, name.pascal],
    [camel, name.camel],
  ];
}
