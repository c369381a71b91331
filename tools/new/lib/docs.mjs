import { addTableRow, addToTableCell } from './insert.mjs';

/** @import { Changes } from './changes.mjs' */

const SERVICES_TABLE = '| Service | Owns |';

/** @param {Changes} changes @param {string[]} cells route, request, response */
export const documentRoute = (changes, cells) =>
  changes.edit('docs/api.md', (text) => addTableRow(text, '| Route | Request |', cells));

/** @param {Changes} changes @param {string[]} cells subject, publisher, listeners, effect */
export const documentEvent = (changes, cells) =>
  changes.edit('docs/events.md', (text) => addTableRow(text, '| Subject | Publisher |', cells));

/** @param {Changes} changes @param {string[]} cells service, what it owns, listens to and publishes */
export const documentService = (changes, cells) =>
  changes.edit('docs/architecture.md', (text) => addTableRow(text, SERVICES_TABLE, cells));

/** @param {Changes} changes @param {string} service @param {'Listens to' | 'Publishes'} column @param {string} subject */
export const documentSubject = (changes, service, column, subject) =>
  changes.edit('docs/architecture.md', (text) =>
    addToTableCell(text, SERVICES_TABLE, service, column, `\`${subject}\``),
  );
