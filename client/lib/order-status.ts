import type { Order, OrderStep } from '@ecommerce/contracts';

export const isOpen = ({ status }: Order): boolean => status === 'Created' || status === 'AwaitingPayment';

export const lastRefund = ({ history }: Order): OrderStep | undefined =>
  history.findLast(({ type }) => type === 'refunded');

/** Orders gives a refund this reason where the stock ran out. */
export const wasSoldOut = (refund: OrderStep): boolean => /not enough stock/i.test(refund.reason ?? '');

export function statusOf(order: Order): { words: string; variant: 'good' | 'warn' | 'plain' } {
  if (isOpen(order)) return { words: 'Waiting for payment', variant: 'warn' };
  if (order.status === 'Complete') return { words: 'Paid', variant: 'good' };
  return { words: lastRefund(order) ? 'Refunded' : 'Cancelled', variant: 'plain' };
}

/** A short name that a person can tell over the phone. */
export const orderName = (id: string): string => `#${id.slice(-6).toUpperCase()}`;

/** What happened, oldest first; orders from before there was a history have at least their beginning. */
export const stepsOf = ({ history, createdAt }: Order): OrderStep[] =>
  history.some(({ type }) => type === 'ordered')
    ? history
    : [{ type: 'ordered', at: createdAt, reason: null }, ...history];
