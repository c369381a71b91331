import { IdParams, Order, OrderBody, OrderHeaders, PageQuery } from '@ecommerce/contracts';
import { cancelledOrder, newOrder, order as orderExample, teapot } from '@ecommerce/contracts/examples';
import {
  ApiError,
  assertOwner,
  notOwner,
  pageWindow,
  routeFactory,
  setPageHeaders,
} from '@ecommerce/service-kit/http';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import {
  type AggregateStore,
  event,
  insertAggregate,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import type { Clock } from '@ecommerce/service-kit/runtime';
import type { Types } from 'mongoose';
import { z } from 'zod';
import { cancel } from './apply-event.ts';
import { type Checkout, outOfStock, unknownProduct } from './checkout.ts';
import type { IdempotencyKeys } from './idempotency.ts';
import type { OpenOrders } from './open-orders.ts';
import type { Order as OrderState } from './order.ts';
import { totalOf } from './order-total.ts';
import { present } from './present.ts';

interface Deps {
  orders: AggregateStore<OrderState>;
  checkout: Checkout;
  openOrders: OpenOrders;
  idempotencyKeys: IdempotencyKeys;
  clock: Clock;
}

const route = routeFactory<Deps>();
const orderAccessErrors = ['order_not_found', notOwner('order')] as const;

export const routes = [
  route({
    operationId: 'listOrders',
    method: 'get',
    path: '/api/orders',
    access: 'signedIn',
    summary: 'List your orders, newest first',
    query: PageQuery,
    answer: {
      status: 200,
      description: 'A page of orders',
      schema: z.array(Order),
      example: [orderExample],
      headers: 'page',
    },
    errors: [new ApiError('invalid_value', { message: 'Must be at least 1.', field: 'page' })],
    async handler({ query, user, req, res }, { orders }) {
      const own = { userId: user.id };
      const { skip, limit } = pageWindow(query);
      const [page, total] = await Promise.all([
        orders.model.find(own).sort({ createdAt: -1, _id: -1 }).skip(skip).limit(limit).lean<OrderState[]>(),
        orders.model.countDocuments(own),
      ]);
      setPageHeaders(req, res, query, total);
      return page.map(present);
    },
  }),

  route({
    operationId: 'createOrder',
    method: 'post',
    path: '/api/orders',
    access: 'signedIn',
    summary: 'Order the given items, or your cart',
    description:
      'An order that is not paid within 24 hours, or another time that the shop has set, expires: it becomes ' +
      '`Cancelled`, with the step `expired` in its history.',
    headers: OrderHeaders,
    body: OrderBody,
    bodyExample: newOrder,
    bodyIsOptional: true,
    answer: { status: 201, description: 'The new order', schema: Order, example: orderExample },
    errors: [
      new ApiError('cart_empty', { field: 'items' }),
      unknownProduct(0),
      outOfStock(teapot, 0),
      'quota_orders',
      new ApiError('order_total_too_low', { field: 'items' }),
      new ApiError('order_total_too_high', { field: 'items' }),
      new ApiError('idempotency_key_in_use', { field: 'idempotency-key' }),
      new ApiError('idempotency_key_reused', { field: 'idempotency-key' }),
    ],
    async handler({ headers, body, user, req }, { orders, checkout, openOrders, idempotencyKeys, clock }) {
      const request = { key: headers['idempotency-key'], userId: user.id, items: body.items };
      const place = async (_id: Types.ObjectId) => {
        const items = await checkout.snapshot(body.items ?? (await checkout.cartOf(req.get('cookie'))));
        return insertAggregate(
          orders,
          {
            _id,
            userId: user.id,
            status: 'Created',
            items,
            total: totalOf(items),
            paymentId: null,
            history: [{ type: 'ordered', at: clock.now(), reason: null, eventId: null }],
          },
          orderCreatedEvents,
        );
      };
      const order = await idempotencyKeys.withIdempotencyKey(request, (_id) =>
        openOrders.whilePlacing(user.id, () => place(_id)),
      );
      bindLogFields({ orderId: String(order._id) });
      return present(order);
    },
  }),

  route({
    operationId: 'showOrder',
    method: 'get',
    path: '/api/orders/:id',
    access: 'signedIn',
    summary: 'Get one of your orders',
    params: IdParams,
    answer: { status: 200, description: 'The order', schema: Order, example: orderExample },
    errors: [...orderAccessErrors],
    async handler({ params, user }, { orders }) {
      return present(assertOwner(await orders.find(params.id), user, 'order'));
    },
  }),

  route({
    operationId: 'cancelOrder',
    method: 'delete',
    path: '/api/orders/:id',
    access: 'signedIn',
    summary: 'Cancel an order that is not complete',
    params: IdParams,
    answer: { status: 200, description: 'The order, `Cancelled`', schema: Order, example: cancelledOrder },
    errors: ['order_complete', ...orderAccessErrors],
    async handler({ params, user }, { orders, clock }) {
      bindLogFields({ orderId: params.id });
      const { after } = await updateAggregate(orders, params.id, (current) =>
        cancel(assertOwner(current, user, 'order'), clock),
      );
      return present(assertOwner(after, user, 'order'));
    },
  }),
];

const orderCreatedEvents = ({ _id, userId, status, items, total, version }: OrderState) => [
  event('order:created', { id: String(_id), userId, status, items, total, version }),
];
