import type { OrderStatus } from '@ecommerce/contracts';
import { check, fc } from '@ecommerce/test-kit/properties';
import { applyEvent, cancel, historyEntry } from '../src/apply-event.ts';
import type { Order } from '../src/order.ts';
import { applied, cancelled, expired, orderOf } from './orders.ts';

const event = (type: 'paid' | 'declined' | 'refunded', eventId: string) =>
  historyEntry(type, { eventId, occurredAt: new Date(0).toISOString(), traceparent: '' });

/** The steps in the life of an order; a repeated step delivers the same event. */
const steps = {
  paid: (order: Order) => applied(order, applyEvent(order, event('paid', 'e1'), 'payment-1')),
  'paid by another event': (order: Order) =>
    applied(order, applyEvent(order, event('paid', 'e5'), 'payment-1')),
  declined: (order: Order) => applied(order, applyEvent(order, event('declined', 'e2'))),
  'declined again': (order: Order) => applied(order, applyEvent(order, event('declined', 'e3'))),
  refunded: (order: Order) => applied(order, applyEvent(order, event('refunded', 'e4'))),
  cancelled,
  expired,
};
type Step = keyof typeof steps;

const anyStep = fc.constantFrom(...(Object.keys(steps) as Step[]));
const anySteps = fc.array(anyStep, { maxLength: 12 });

const paid = { paid: 'Complete', 'paid by another event': 'Complete' } as const;
const declined = { declined: 'AwaitingPayment', 'declined again': 'AwaitingPayment' } as const;
const ended = { refunded: 'Cancelled', cancelled: 'Cancelled', expired: 'Cancelled' } as const;
const unchanged = (status: OrderStatus) => ({
  paid: status,
  'paid by another event': status,
  declined: status,
  'declined again': status,
  refunded: status,
  cancelled: status,
  expired: status,
});
/** The expected status after each step: it only moves forward, and late or repeated events do not change it. */
const expectedStatus: Record<OrderStatus, Record<Step, OrderStatus>> = {
  Created: { ...paid, ...declined, ...ended },
  AwaitingPayment: { ...paid, ...declined, ...ended },
  Complete: { ...unchanged('Complete'), refunded: 'Cancelled' },
  Cancelled: unchanged('Cancelled'),
};

/** Performs the steps one after another. @returns the order and the number of published cancellations */
const outcomeOf = (path: Step[]) =>
  path.reduce(
    (soFar, step) => {
      const { order, published } = steps[step](soFar.order);
      return { order, cancellations: soFar.cancellations + published.length };
    },
    { order: orderOf(), cancellations: 0 },
  );

describe('the status of an order', () => {
  it('follows the table for steps in any order, repeated or not', () => {
    check(
      fc.property(anySteps, (path) => {
        const status = path.reduce<OrderStatus>((from, step) => expectedStatus[from][step], 'Created');
        expect(outcomeOf(path).order.status).toBe(status);
      }),
    );
  });

  it('does not depend on the order in which the events of payments arrive', () => {
    const events = fc.array(fc.constantFrom<Step>('paid', 'declined', 'declined again', 'refunded'));
    check(
      fc.property(events, (path) => {
        const declined = path.length > 0 ? 'AwaitingPayment' : 'Created';
        const paid = path.includes('paid') ? 'Complete' : declined;
        expect(outcomeOf(path).order.status).toBe(path.includes('refunded') ? 'Cancelled' : paid);
      }),
    );
  });
});

describe('the history of an order', () => {
  it('has each event once, in the order of arrival, and each one raises the version', () => {
    check(
      fc.property(anySteps, (path) => {
        const { order } = outcomeOf(path);
        const types = order.history.map(({ type }) => type);
        const events = path
          .filter((step) => step !== 'cancelled' && step !== 'expired')
          .map((step) => (step === 'paid by another event' ? 'paid' : step));
        const recorded = types.filter((type) => !['ordered', 'cancelled', 'expired'].includes(type));
        expect(recorded).toEqual([...new Set(events)].map((step) => step.split(' ')[0]));
        expect(order.version).toBe(types.length - 1);
      }),
    );
  });

  it.each(['cancelled', 'expired'] as const)('has the step "%s" only of an order that was open', (end) => {
    check(
      fc.property(anySteps, (path) => {
        let status: OrderStatus = 'Created';
        let accepted = 0;
        for (const step of path) {
          const next: OrderStatus = expectedStatus[status][step];
          if (step === end && next !== status) accepted++;
          status = next;
        }
        const { history } = outcomeOf(path).order;
        expect(history.filter(({ type }) => type === end)).toHaveLength(accepted);
      }),
    );
  });
});

describe('order:cancelled', () => {
  it('is published for a cancellation or expiry, and again for a later payment', () => {
    check(
      fc.property(anySteps, (path) => {
        const { order, cancellations } = outcomeOf(path);
        const types = order.history.map(({ type }) => type);
        const cancelled = types.some((type) => type === 'cancelled' || type === 'expired') ? 1 : 0;
        const end = Math.min(...['cancelled', 'expired', 'refunded'].flatMap((type) => indexIn(types, type)));
        const paidLate = indexIn(types, 'paid').some((index) => index > end) ? 1 : 0;
        expect(cancellations).toBe(cancelled + paidLate);
      }),
    );
  });
});

describe('a cancellation', () => {
  it('of a complete order is rejected', () => {
    const clock = { now: () => new Date() };
    expect(() => cancel(orderOf({ status: 'Complete' }), clock)).toThrow(
      expect.objectContaining({ code: 'order_complete' }),
    );
  });
});

const indexIn = (types: string[], type: string): number[] =>
  types.includes(type) ? [types.indexOf(type)] : [];
