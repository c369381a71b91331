import { type Delivery, formatMessage, listener } from '@ecommerce/service-kit/messaging';
import { bindLogFields, Metrics } from '@ecommerce/service-kit/observability';
import { newId } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';
import { BusUnavailable } from '../src/messaging/bus.ts';
import { MAX_DELIVERIES } from '../src/messaging/middlewares.ts';
import { pipeline } from '../src/messaging/pipeline.ts';
import { recordedLog } from './recorded-log.ts';

const orderId = newId();
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const meta = {
  eventId: newId(),
  occurredAt: new Date(0).toISOString(),
  traceparent: `00-${trace}-00f067aa0ba902b7-01`,
};
const event = { id: orderId, version: 1 };
const delivery: Delivery = {
  subject: 'order:cancelled',
  text: formatMessage(event, meta),
  sequence: 7,
  deliveries: 1,
  storedAt: new Date(),
};

/** Builds the pipeline of a listener, with fakes around it. */
function pipelineOf(handle: () => Promise<void> = async () => {}) {
  const metrics = new Metrics();
  const { log, lines } = recordedLog();
  const handler = jest.fn(handle);
  const deadLetter = jest.fn(async (_delivery: Delivery, _error: unknown) => {});
  const run = pipeline(listener('order:cancelled', handler), { metrics, deadLetters: { deadLetter }, log });
  /** Returns the metrics of events that are not zero. */
  const eventCounts = async () => {
    const all = await metrics.registry.metrics();
    return [
      ...all.matchAll(
        /^(event\w+(?:_total|_count))\{subject="order:cancelled"(?:,outcome="(\w+)")?\} (\d+)/gm,
      ),
    ].map(([, name, outcome, value]) => [outcome ?? name, Number(value)]);
  };
  return { run, handler, deadLetter, lines, eventCounts };
}

const fails = (error: Error) => async () => {
  throw error;
};

describe('pipeline', () => {
  it('handles an event in its trace, with metrics and a log line', async () => {
    const { run, handler, deadLetter, lines, eventCounts } = pipelineOf(async () =>
      bindLogFields({ result: 'cancelled' }),
    );
    await run(delivery);
    expect(handler).toHaveBeenCalledWith({ ...event, meta });
    expect(deadLetter).not.toHaveBeenCalled();
    expect(await eventCounts()).toEqual([
      ['applied', 1],
      ['event_lag_seconds_count', 1],
    ]);
    expect(lines).toMatchObject([
      { msg: 'event handled', trace, orderId, eventId: meta.eventId, result: 'cancelled', sequence: 7 },
    ]);
  });

  it('leaves a failed event to its next delivery', async () => {
    const error = new Error('failed');
    const { run, deadLetter, lines, eventCounts } = pipelineOf(fails(error));
    await expect(run({ ...delivery, deliveries: MAX_DELIVERIES - 1 })).rejects.toBe(error);
    expect(deadLetter).not.toHaveBeenCalled();
    expect(await eventCounts()).toEqual([
      ['failed', 1],
      ['event_redeliveries_total', 1],
    ]);
    expect(lines).toMatchObject([{ msg: 'event handler failed; awaiting redelivery', trace, orderId }]);
  });

  it('moves an event that failed too often to the dead letters', async () => {
    const error = new Error('failed');
    const { run, deadLetter, lines, eventCounts } = pipelineOf(fails(error));
    await run({ ...delivery, deliveries: MAX_DELIVERIES });
    expect(deadLetter).toHaveBeenCalledWith(expect.objectContaining({ sequence: 7 }), error);
    expect(await eventCounts()).toEqual([
      ['parked', 1],
      ['event_redeliveries_total', 1],
    ]);
    expect(lines).toMatchObject([{ msg: 'event moved to dead letters', trace, orderId }]);
  });

  it('never drops an event while a dependency is unavailable', async () => {
    const { run, deadLetter } = pipelineOf(fails(new BusUnavailable('not connected')));
    await expect(run({ ...delivery, deliveries: 100 })).rejects.toThrow('not connected');
    expect(deadLetter).not.toHaveBeenCalled();
  });

  it.each(['no json', '{"id":1}', 'null', formatMessage({ ...event, version: -1 }, meta)])(
    'moves the malformed message %s to the dead letters immediately',
    async (text) => {
      const { run, handler, deadLetter, eventCounts } = pipelineOf();
      await run({ ...delivery, text });
      expect(handler).not.toHaveBeenCalled();
      expect(deadLetter).toHaveBeenCalledWith(expect.objectContaining({ text }), expect.any(Error));
      expect(await eventCounts()).toEqual([['parked', 1]]);
    },
  );

  it('leaves a message to its next delivery when the dead letters are unavailable', async () => {
    const { run, deadLetter, eventCounts } = pipelineOf();
    deadLetter.mockRejectedValueOnce(new BusUnavailable('no database'));
    await expect(run({ ...delivery, text: 'no json' })).rejects.toThrow('no database');
    expect(await eventCounts()).toEqual([['failed', 1]]);
  });
});
