import type { OrderStatus } from '@ecommerce/contracts';
import { stateMachine } from '@ecommerce/service-kit/runtime';

/** What can happen to an order. */
export type OrderEvent = 'cancelled' | 'declined' | 'paid' | 'refunded';

/** What a transition does beside setting the status. */
export type OrderAction = 'publish order:cancelled' | 'reject';

/**
 * The states of an order only move forward. Channels have no order between them, so an event may come late: where the
 * table has no row, it changes nothing. A refund can come before its payment, since an order is charged once at most.
 */
export const transition = stateMachine<OrderStatus, OrderEvent, OrderAction>([
  // state            event        next state         action
  ['Created', 'cancelled', 'Cancelled', 'publish order:cancelled'],
  ['Created', 'declined', 'AwaitingPayment'],
  ['Created', 'paid', 'Complete'],
  ['Created', 'refunded', 'Cancelled'],
  ['AwaitingPayment', 'cancelled', 'Cancelled', 'publish order:cancelled'],
  ['AwaitingPayment', 'paid', 'Complete'],
  ['AwaitingPayment', 'refunded', 'Cancelled'],
  ['Complete', 'cancelled', 'Complete', 'reject'],
  ['Complete', 'refunded', 'Cancelled'],
  // Payments charged the order before it received the cancellation; it refunds the order when it receives it.
  ['Cancelled', 'paid', 'Cancelled', 'publish order:cancelled'],
]);
