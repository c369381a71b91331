/**
 * @typedef {object} Changeset
 * @property {string} summary Markdown
 * @property {{type: string}[]} releases the packages it concerns, with `major`, `minor`, `patch` or `none`
 */

/** The headings of a section, by the greatest type of a changeset. */
const headings = { major: 'Breaking', minor: 'Added and changed', patch: 'Fixed' };

/**
 * Renders the section of CHANGELOG.md about a release.
 * @param {string} version
 * @param {Date} date
 * @param {Changeset[]} changesets those of the type `none` are left out
 */
export function renderSection(version, date, changesets) {
  const groups = Object.entries(headings).flatMap(([type, heading]) => {
    const entries = changesets.filter((changeset) => greatestType(changeset) === type).map(renderEntry);
    return entries.length > 0 ? [`### ${heading}\n\n${entries.join('\n')}\n`] : [];
  });
  return [`## ${version} (${date.toISOString().slice(0, 10)})\n`, ...groups].join('\n');
}

/**
 * Inserts a section before the one of the last release.
 * @param {string} changelog the text of CHANGELOG.md
 * @param {string} section
 */
export function insertSection(changelog, section) {
  const index = changelog.search(/^## /m);
  return index === -1
    ? `${changelog}\n${section}`
    : `${changelog.slice(0, index)}${section}\n${changelog.slice(index)}`;
}

/** @param {Changeset} changeset */
const greatestType = ({ releases }) =>
  Object.keys(headings).find((type) => releases.some((release) => release.type === type));

/** @param {Changeset} changeset */
const renderEntry = ({ summary }) => `- ${summary.trim().replaceAll(/\n(?=.)/g, '\n  ')}`;
