import { listener } from '@ecommerce/shared';
import { follow } from '../follow.ts';
import { whenDeclined } from '../order.ts';

export const paymentDeclined = listener('payment:declined', ({ orderId }) => follow(orderId, whenDeclined));
