/**
 * @typedef {object} Rule
 * @property {RegExp} avoid the words to find in a line
 * @property {string} instead the words to write
 * @property {RegExp} [files] the files that the rule applies to; all by default
 */

const TESTS = /\.(test|faults|cost)\.ts$/;

/** Words that hide a standard term from a search. @type {Rule[]} */
export const rules = [
  { avoid: /(?<!<\/?)\bpictures?\b/i, instead: 'image' },
  { avoid: /\bmedia\b(?! ?(type|quer))/i, instead: 'image', files: /\.md$/ },
  {
    avoid: /\b(is|are|was|were|be|being|been|goes|go|going|gone|went|stays?) away\b/i,
    instead: 'unavailable',
  },
  { avoid: /\bnot to be had\b/i, instead: 'unavailable' },
  { avoid: /\banew\b/i, instead: 'again' },
  { avoid: /\bmend(s|ed|ing)?\b/i, instead: 'fix' },
  { avoid: /\btold\b/i, instead: 'reported, published, answered or documented' },
  { avoid: /\bturn(s|ed)? away\b/i, instead: 'reject' },
  { avoid: /\bheirs?\b/i, instead: 'replacement' },
  { avoid: /\bpieces? (left|sold|taken)\b/i, instead: 'unit' },
  { avoid: /\bby hand\b/i, instead: 'manually' },
  { avoid: /\bin (the )?place of\b/i, instead: 'instead of' },
  { avoid: /\bheld against\b/i, instead: 'tested with' },
  { avoid: /\bparked?\b|\bparking\b/i, instead: 'dead letter' },
  {
    avoid: /\bwhoever\b|\bwhomever\b/i,
    instead: 'a subject that exists: the client, the caller, the operator',
  },
  {
    // Questions and headings may open with these words.
    avoid: /(^\s*(\/\/|\/?\*+|# )\s*|[.!:] )(Who|What|Whatever) (?!.*\?)/,
    instead: 'a sentence with a subject, not one that opens with "what" or "who"',
    files: /\.(ts|tsx|mjs|sh|go|ya?ml)$|Justfile|\.env\.example|\.ci\/run/,
  },
  { avoid: /(^|[.!:] )(Who|What|Whatever) (?!.*\?)/, instead: 'a sentence with a subject', files: /\.md$/ },
  {
    avoid: /\b(it|test|describe)\(\s*['"`]when\b/i,
    instead: "it('rejects more than the stock')",
    files: TESTS,
  },
  {
    avoid: /\b(it|test|describe)\(\s*(['"`]).{81,}\2,/,
    instead: 'a test title of at most 80 characters',
    files: TESTS,
  },
];

/** Stored and public names that keep their first form (docs/glossary.md), where a code span quotes them. */
export const keptSpans = /\bparked\b/;
/** The same names in code. */
export const keptNames = /'parked'|nats-test parked/g;
