import {
  BadRequest,
  Cart,
  CartItemBody,
  CartItemParams,
  CartQuantityBody,
  NotFound,
} from '@ecommerce/shared';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { answer, away, badId, jsonBody, refusals, signedOut } from '../answers.ts';
import { cart as cartExample, cartItem, cartQuantity, emptyCart, fullerCart } from '../examples.ts';

const tags = ['cart'];
const faults = { ...signedOut, ...away };
const badProductId = badId('productId');
const tooMany = new BadRequest('The cart would hold too many of this product', 'quantity');
const notInCart = new NotFound('This product is not in the cart');

export const cart: ZodOpenApiPathsObject = {
  '/api/cart': {
    get: {
      operationId: 'showCart',
      summary: 'Your cart',
      tags,
      responses: { 200: answer('The cart', Cart, cartExample), ...refusals(faults) },
    },
  },
  '/api/cart/items': {
    post: {
      operationId: 'addItem',
      summary: 'Put a product into the cart, to what is there of it',
      tags,
      requestBody: jsonBody(CartItemBody, cartItem),
      responses: {
        201: answer('The cart', Cart, cartExample),
        ...refusals({ ...badProductId, tooMany, unknown: new NotFound(), ...faults }),
      },
    },
  },
  '/api/cart/items/{productId}': {
    put: {
      operationId: 'setQuantity',
      summary: 'Set how many of a product are in the cart',
      tags,
      requestParams: { path: CartItemParams },
      requestBody: jsonBody(CartQuantityBody, cartQuantity),
      responses: {
        200: answer('The cart', Cart, fullerCart),
        ...refusals({ ...badProductId, notInCart, ...faults }),
      },
    },
    delete: {
      operationId: 'removeItem',
      summary: 'Take a product out of the cart',
      tags,
      requestParams: { path: CartItemParams },
      responses: {
        200: answer('The cart', Cart, emptyCart),
        ...refusals({ ...badProductId, notInCart, ...faults }),
      },
    },
  },
};
