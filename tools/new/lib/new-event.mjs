import { UserError } from '../../embedded/lib/errors.mjs';
import { addSubject, assertSubject } from './contracts.mjs';
import { documentEvent, documentSubject } from './docs.mjs';
import { addListener } from './listener.mjs';
import { nameOf, pluralOf } from './names.mjs';
import { addPublisher, aggregateOf } from './publisher.mjs';
import { assertHasEvents } from './services.mjs';
import { render } from './template.mjs';

/**
 * @import { Changes } from './changes.mjs'
 * @import { Plan } from './command.mjs'
 */

/**
 * Plans an event with its publisher, its listeners and their tests.
 * @param {Changes} changes @param {string} subject such as `order:shipped`
 * @param {{from?: string, to?: string[]}} options the service that publishes it, and those that listen to it
 * @returns {Plan}
 */
export function planEvent(changes, subject, { from, to = [] }) {
  assertSubject(subject);
  if (!from) throw new UserError('Name the service that publishes the event: --from SERVICE.');
  for (const service of [from, ...to]) assertHasEvents(changes, service);
  if (to.includes(from)) throw new UserError(`${from} publishes ${subject}; --to names other services.`);
  const listeners = [...new Set(to)];
  const [noun = '', verb = ''] = subject.split(':');

  addSubject(changes, subject, 'id: Id, version: Version');
  const aggregate = aggregateOf(changes, from, noun);
  const names = {
    'sample-noun': nameOf(noun),
    'sample-nouns': nameOf(pluralOf(noun)),
    'sample-verb': nameOf(verb),
    'sample-file': nameOf(aggregate.typeFile),
    'sample-store': nameOf(aggregate.store),
  };
  addPublisher(changes, from, aggregate, `${names['sample-verb'].camel}At`);
  for (const { file, text } of render('publisher', names)) changes.create(`services/${from}/${file}`, text);
  const readModel = {
    file: `${verb}-${pluralOf(noun)}`,
    name: nameOf(`${verb}-${pluralOf(noun)}`),
    event: names['sample-noun'].camel,
  };
  for (const service of listeners) {
    addListener(changes, service, subject, readModel);
    for (const { file, text } of render('listener', names))
      changes.create(`services/${service}/${file}`, text);
  }
  const record = listeners.length > 1 ? 'record' : 'records';
  addToDocs(
    changes,
    subject,
    from,
    listeners,
    `${record} that the ${nameOf(noun).words} was ${nameOf(verb).words}`,
  );

  return {
    done: `${subject} is published by ${from}${listeners.length > 0 ? `, and ${listeners.join(' and ')} ${listeners.length > 1 ? 'store' : 'stores'} it` : ''}. Then make it yours:`,
    next: [
      `shared/contracts/src/events.ts   the fields that listeners need`,
      `services/${from}/src/${noun}-${verb}.ts   call mark${nameOf(verb).pascal} where it happens, such as in a route or a listener`,
      ...listeners.map((service) => `services/${service}/src/listeners.ts   what ${service} does with it`),
      'docs/events.md   the effect of the event',
    ],
  };
}

/** @param {Changes} changes @param {string} subject @param {string} from @param {string[]} listeners @param {string} effect */
function addToDocs(changes, subject, from, listeners, effect) {
  const cells = [`\`${subject}\``, from, listeners.join(', '), listeners.length > 0 ? effect : ''];
  documentEvent(changes, cells);
  documentSubject(changes, from, 'Publishes', subject);
  for (const service of listeners) documentSubject(changes, service, 'Listens to', subject);
}
