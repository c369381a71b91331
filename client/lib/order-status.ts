import type { Order, OrderStep } from '@ecommerce/contracts';

export const isOpen = ({ status }: Order): boolean => status === 'Created' || status === 'AwaitingPayment';

export const lastRefund = ({ history }: Order): OrderStep | undefined =>
  history.findLast(({ type }) => type === 'refunded');

/** The step with which an order expired, because no payment arrived in time. */
export const expiryStep = ({ history }: Order): OrderStep | undefined =>
  history.find(({ type }) => type === 'expired');

export function orderStatus(order: Order): { label: string; variant: 'good' | 'warn' | 'plain' } {
  if (isOpen(order)) return { label: 'Waiting for payment', variant: 'warn' };
  if (order.status === 'Complete') return { label: 'Paid', variant: 'good' };
  if (lastRefund(order)) return { label: 'Refunded', variant: 'plain' };
  return { label: expiryStep(order) ? 'Expired' : 'Cancelled', variant: 'plain' };
}

/** A short order number for people, from the end of the id. */
export const orderNumber = (id: string): string => `#${id.slice(-6).toUpperCase()}`;

/** The order's history, oldest first. Orders older than this feature get a first step from their creation time. */
export const orderHistory = ({ history, createdAt }: Order): OrderStep[] =>
  history.some(({ type }) => type === 'ordered')
    ? history
    : [{ type: 'ordered', at: createdAt, reason: null }, ...history];
