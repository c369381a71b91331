import { Payment, PaymentBody } from '@ecommerce/contracts';
import { newPayment, payment } from '@ecommerce/contracts/examples';
import { ApiError, assertOwner, notOwner, routeFactory } from '@ecommerce/service-kit/http';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { ChargeService } from './charge-service.ts';
import type { OrderPayment } from './order-payment.ts';
import { upsertOrder } from './order-replica.ts';
import type { OrdersClient } from './orders-client.ts';
import { present } from './present.ts';

interface Deps {
  payments: AggregateStore<OrderPayment>;
  charges: ChargeService;
  orders: OrdersClient;
}

const route = routeFactory<Deps>();

export const routes = [
  route({
    operationId: 'createPayment',
    method: 'post',
    path: '/api/payments',
    access: 'signedIn',
    summary: 'Pay for one of your orders',
    limit: { of: 'payments', requests: 300, seconds: 60 },
    description:
      'Test cards: `tok_visa`, `tok_mastercard`, `tok_chargeDeclined`, `tok_chargeDeclinedInsufficientFunds`. ' +
      'When another buyer gets the last unit first, the payment is refunded and the order becomes `Cancelled`. ' +
      'An order expires when it is not paid within 24 hours, or another time that the shop has set. ' +
      'After 10 declined cards for an order, or 20 for a user, within 24 hours, no card is charged until the first of ' +
      'them is 24 hours old.',
    body: PaymentBody,
    bodyExample: newPayment,
    answer: { status: 201, description: 'The payment', schema: Payment, example: payment },
    errors: [
      'order_paid',
      'order_cancelled',
      'order_expired',
      'order_refunded',
      'payment_in_progress',
      new ApiError('invalid_card_token', { message: "No such token: 'tok_none'", field: 'token' }),
      new ApiError('card_declined', { field: 'token' }),
      new ApiError('too_many_declines', { retryAfterSeconds: 86_400 }),
      'payment_indeterminate',
      'order_not_found',
      notOwner('order'),
    ],
    async handler({ body: { orderId, token }, user, req }, { payments, charges, orders }) {
      bindLogFields({ orderId });
      const known = await payments.find(orderId);
      const payment = known?.order ? known : await fetchOrder(orderId, req.get('cookie'), payments, orders);
      assertOwner(payment.order, user, 'order');
      return present(await charges.chargeFor(user.id, payment, token));
    },
  }),
];

/** Fetches and stores an order whose event has not arrived yet. */
async function fetchOrder(
  orderId: string,
  cookie: string | undefined,
  payments: AggregateStore<OrderPayment>,
  orders: OrdersClient,
): Promise<OrderPayment> {
  const order = await orders.fetchOrder(orderId, cookie);
  return upsertOrder(payments, order, order.createdAt);
}
