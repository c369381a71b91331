import { Cart, CartItemBody, CartItemParams, CartQuantityBody } from '@ecommerce/contracts';
import {
  cart as cartExample,
  cartItem,
  cartQuantity,
  emptyCart,
  fullerCart,
} from '@ecommerce/contracts/examples';
import { ApiError, routeFactory } from '@ecommerce/service-kit/http';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { ProductCatalog } from '@ecommerce/service-kit/read-models';
import { type Cart as CartState, changeLines } from './cart.ts';
import { withLine } from './cart-lines.ts';

interface Deps {
  carts: AggregateStore<CartState>;
  catalog: ProductCatalog;
  /** Formats a cart as the API returns it. */
  present(cart: CartState | null): Promise<Cart>;
}

const route = routeFactory<Deps>();
const invalidProductId = new ApiError('invalid_value', {
  message: 'Must be an id of 24 hex digits.',
  field: 'productId',
});
const quantityLimit = new ApiError('quantity_limit', { field: 'quantity' });

export const routes = [
  route({
    operationId: 'showCart',
    method: 'get',
    path: '/api/cart',
    access: 'signedIn',
    summary: 'Get your cart',
    answer: { status: 200, description: 'The cart', schema: Cart, example: cartExample },
    errors: [],
    async handler({ user }, { carts, present }) {
      return present(await carts.find(user.id));
    },
  }),

  route({
    operationId: 'addItem',
    method: 'post',
    path: '/api/cart/items',
    access: 'signedIn',
    summary: 'Add units of a product to the cart',
    body: CartItemBody,
    bodyExample: cartItem,
    answer: { status: 201, description: 'The cart', schema: Cart, example: cartExample },
    errors: [invalidProductId, 'cart_full', quantityLimit, 'product_not_found'],
    async handler({ body: { productId, quantity }, user }, { carts, catalog, present }) {
      await catalog.find(productId);
      const cart = await changeLines(carts, user.id, (lines, now) => {
        const current = lines.find((line) => line.productId === productId)?.quantity ?? 0;
        return withLine(lines, productId, current + quantity, now);
      });
      return present(cart);
    },
  }),

  route({
    operationId: 'setQuantity',
    method: 'put',
    path: '/api/cart/items/:productId',
    access: 'signedIn',
    summary: 'Set the quantity of a product in the cart',
    params: CartItemParams,
    body: CartQuantityBody,
    bodyExample: cartQuantity,
    answer: { status: 200, description: 'The cart', schema: Cart, example: fullerCart },
    errors: [invalidProductId, 'product_not_in_cart'],
    async handler({ params: { productId }, body: { quantity }, user }, { carts, present }) {
      const cart = await changeLines(carts, user.id, (lines, now) => {
        if (!lines.some((line) => line.productId === productId)) throw new ApiError('product_not_in_cart');
        return withLine(lines, productId, quantity, now);
      });
      return present(cart);
    },
  }),

  route({
    operationId: 'removeItem',
    method: 'delete',
    path: '/api/cart/items/:productId',
    access: 'signedIn',
    summary: 'Remove a product from the cart',
    params: CartItemParams,
    answer: { status: 200, description: 'The cart', schema: Cart, example: emptyCart },
    errors: [invalidProductId, 'product_not_in_cart'],
    async handler({ params: { productId }, user }, { carts, present }) {
      const cart = await changeLines(carts, user.id, (lines) => {
        const remaining = lines.filter((line) => line.productId !== productId);
        if (remaining.length === lines.length) throw new ApiError('product_not_in_cart');
        return remaining;
      });
      return present(cart);
    },
  }),
];
