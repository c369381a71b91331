import type { OrderStatus } from '@ecommerce/contracts';
import { stateMachine } from '@ecommerce/service-kit/domain';

/** Events that change an order. */
export type OrderEvent = 'cancelled' | 'declined' | 'expired' | 'paid' | 'refunded';

/** The statuses of an order that can still be paid. */
export const openStatuses: OrderStatus[] = ['Created', 'AwaitingPayment'];

/** Side effect of a transition, in addition to the new status. */
export type OrderAction = 'publish order:cancelled' | 'reject';

/**
 * The status of an order only moves forward. Events of different channels are not ordered, so an event can arrive late;
 * without a row here it changes nothing. A refund can arrive before its payment: an order is charged at most once.
 */
export const transition = stateMachine<OrderStatus, OrderEvent, OrderAction>([
  // state            event        next state         action
  ['Created', 'cancelled', 'Cancelled', 'publish order:cancelled'],
  ['Created', 'declined', 'AwaitingPayment'],
  ['Created', 'expired', 'Cancelled', 'publish order:cancelled'],
  ['Created', 'paid', 'Complete'],
  ['Created', 'refunded', 'Cancelled'],
  ['AwaitingPayment', 'cancelled', 'Cancelled', 'publish order:cancelled'],
  ['AwaitingPayment', 'expired', 'Cancelled', 'publish order:cancelled'],
  ['AwaitingPayment', 'paid', 'Complete'],
  ['AwaitingPayment', 'refunded', 'Cancelled'],
  ['Complete', 'cancelled', 'Complete', 'reject'],
  ['Complete', 'refunded', 'Cancelled'],
  // Payments may have charged before it received the cancellation: the repeated event makes it refund the charge.
  ['Cancelled', 'paid', 'Cancelled', 'publish order:cancelled'],
]);
