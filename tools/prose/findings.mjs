import { keptNames, keptSpans, rules } from './vocabulary.mjs';

/**
 * Finds the lines of a text that break a rule.
 * @param {string} file the path of the text, which decides which rules hold
 * @param {string} text
 * @returns {{line: number, found: string, instead: string}[]}
 */
export function findings(file, text) {
  const applicable = rules.filter((rule) => !rule.files || rule.files.test(file));
  return text.split('\n').flatMap((content, index) => {
    const line = content
      .replace(/`[^`]*`/g, (span) => (keptSpans.test(span) ? '' : span))
      .replace(keptNames, '');
    return applicable.flatMap(({ avoid, instead }) => {
      const found = avoid.exec(line)?.[0].trim();
      return found ? [{ line: index + 1, found, instead }] : [];
    });
  });
}
