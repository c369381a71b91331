import {
  BadRequest,
  IdParams,
  NotAuthorized,
  NotFound,
  Order,
  OrderBody,
  OrderHeaders,
  PageQuery,
} from '@ecommerce/shared';
import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, away, badId, pageHeaders, refusals, signedOut } from '../answers.ts';
import { cancelledOrder, newOrder, order } from '../examples.ts';

const tags = ['orders'];
const faults = { ...signedOut, ...away };
const faultsOfOne = {
  ...badId('id'),
  unknown: new NotFound('There is no such order'),
  notYours: new NotAuthorized('This order is not yours'),
  ...faults,
};

export const orders: ZodOpenApiPathsObject = {
  '/api/orders': {
    get: {
      operationId: 'listOrders',
      summary: 'Your orders, the newest first',
      tags,
      requestParams: { query: PageQuery },
      responses: {
        200: answer('A page of orders', z.array(Order), [order], pageHeaders),
        ...refusals({ page: new BadRequest('Too small: expected number to be >=1', 'page'), ...faults }),
      },
    },
    post: {
      operationId: 'createOrder',
      summary: 'Order the items named, or without any your cart',
      tags,
      requestParams: { header: OrderHeaders },
      requestBody: {
        content: { 'application/json': { schema: OrderBody, example: newOrder } },
      },
      responses: {
        201: answer('The new order', Order, order),
        ...refusals({
          emptyCart: new BadRequest('Your cart is empty', 'items'),
          unknownProduct: new BadRequest('There is no such product', 'items.0.productId'),
          badKey: new BadRequest('must be 8 to 255 letters, digits, - or _', 'idempotency-key'),
          usedKey: new BadRequest('This key has placed another order', 'idempotency-key'),
          soldOut: new BadRequest('Only 5 of A brown teapot left', 'items.0.quantity'),
          ...faults,
        }),
      },
    },
  },
  '/api/orders/{id}': {
    get: {
      operationId: 'showOrder',
      summary: 'One order of yours',
      tags,
      requestParams: { path: IdParams },
      responses: { 200: answer('The order', Order, order), ...refusals(faultsOfOne) },
    },
    delete: {
      operationId: 'cancelOrder',
      summary: 'Cancel an order that is not complete',
      tags,
      requestParams: { path: IdParams },
      responses: {
        200: answer('The order, `Cancelled`', Order, cancelledOrder),
        ...refusals({
          complete: new BadRequest('This order is complete and can no longer be cancelled'),
          ...faultsOfOne,
        }),
      },
    },
  },
};
