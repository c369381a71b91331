import type { z } from 'zod';
import type { Cart } from './cart.ts';
import type { Order } from './order.ts';
import type { Payment } from './payment.ts';
import type { Product } from './product.ts';
import type { Account, CurrentUser, Session } from './user.ts';

/*
 * The examples of all routes tell one story: Ada signs up, sells a teapot and buys two units of it. A test sends the
 * requests to the services and compares each answer with its example, except for ids, times and tokens.
 */
const userId = '6909f1b27c3e4d5a6b7c8d01';
const productId = '6909f1d07c3e4d5a6b7c8d02';
const orderId = '6909f2067c3e4d5a6b7c8d03';
const at = '2026-01-05T09:30:00.000Z';
const times = { createdAt: at, updatedAt: at };

export const credentials = { email: 'ada@example.com', password: 'correct horse battery' };
export const ada = { id: userId, email: credentials.email };
export const signedIn: z.input<typeof CurrentUser> = { currentUser: { ...ada, iat: 1_767_605_400 } };

export const session: Session = {
  id: 'GQ9wYV2-nYkU0rXyT1m3Zw',
  device: 'curl/8.5.0',
  createdAt: at,
  lastSeenAt: at,
  expiresAt: '2026-01-12T09:30:00.000Z',
  current: true,
};
export const account: Account = { ...ada, emailVerified: false, createdAt: at };
/** A token as links of mails contain it. */
export const linkToken = 'aQnxsnw-TVprfI0Bb25seSBhbiBleGFtcGxlLCAzMiBieXRlcyBsb25nISE';
export const newPassword = { currentPassword: credentials.password, newPassword: 'a longer and better one' };

export const newTeapot = { title: 'A brown teapot', price: 19.99, quantity: 5 };
export const teapot: Product = {
  id: productId,
  ...newTeapot,
  userId,
  version: 0,
  imageUrl: null,
  ...times,
};
export const changedTeapot = { title: 'A brown teapot, hardly used', price: 17.5, quantity: 4 };
export const teapotAfter: Product = { ...teapot, ...changedTeapot, version: 1 };
export const removedTeapot: Product = { ...teapotAfter, version: 2 };

export const cartItem = { productId, quantity: 1 };
export const cartQuantity = { quantity: 2 };
export const emptyCart: Cart = { items: [] };
export const cart: Cart = {
  items: [
    {
      ...cartItem,
      title: newTeapot.title,
      price: newTeapot.price,
      imageUrl: null,
      available: newTeapot.quantity,
      removed: false,
    },
  ],
};
export const fullerCart: Cart = { items: cart.items.map((item) => ({ ...item, ...cartQuantity })) };

export const newOrder = { items: [{ productId, quantity: 2 }] };
export const order: Order = {
  id: orderId,
  userId,
  status: 'Created',
  items: [{ productId, titleSnapshot: newTeapot.title, priceSnapshot: newTeapot.price, quantity: 2 }],
  total: 39.98,
  version: 0,
  history: [{ type: 'ordered', at, reason: null }],
  ...times,
};
export const cancelledOrder: Order = {
  ...order,
  status: 'Cancelled',
  version: 1,
  history: [...order.history, { type: 'cancelled', at, reason: null }],
};

export const newPayment = { orderId, token: 'tok_visa' };
export const payment: Payment = { id: '6909f21a7c3e4d5a6b7c8d04', orderId, stripeId: 'pi_3Sm1hK2eZvKYlo2C0' };
