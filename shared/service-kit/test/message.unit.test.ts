import { check, fc } from '@ecommerce/test-kit/properties';
import { formatMessage, parseMessage } from '../src/messaging/message.ts';
import { event } from '../src/persistence/outbox.ts';

const id = '6909f2067c3e4d5a6b7c8d03';
const meta = fc.record({
  eventId: fc.uuid(),
  occurredAt: fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
    .map((at) => at.toISOString()),
  traceparent: fc.string(),
});

describe('a message', () => {
  it('is read as it was written, with any text', () => {
    check(
      fc.property(fc.string({ unit: 'grapheme' }), meta, (reason, one) => {
        const text = formatMessage({ orderId: id, reason }, one);
        expect(parseMessage('payment:declined', text)).toEqual({ orderId: id, reason, meta: one });
      }),
    );
  });

  it.each([
    ['no JSON', '{'],
    ['no meta', JSON.stringify({ orderId: id, reason: '' })],
    [
      'a payload of another subject',
      JSON.stringify({ id, meta: { eventId: 'e1', occurredAt: '2026-01-01T00:00:00Z', traceparent: '' } }),
    ],
    [
      'an event id that is no identifier',
      JSON.stringify({
        orderId: id,
        reason: '',
        meta: { eventId: '../x', occurredAt: '2026-01-01T00:00:00Z', traceparent: '' },
      }),
    ],
  ])('with %s is rejected', (_name, text) => {
    expect(() => parseMessage('payment:declined', text)).toThrow();
  });
});

describe('event', () => {
  it('keeps the fields of the contract only', () => {
    const { data } = event('order:cancelled', { id, version: 1, ...{ secret: 'x' } });
    expect(data).toEqual({ id, version: 1 });
  });

  it('throws before anything is written when the payload violates the contract', () => {
    expect(() => event('order:cancelled', { id: 'x', version: 1 })).toThrow('Must be an id');
  });
});
