import { listener } from '@ecommerce/shared';
import { follow } from '../follow.ts';
import { whenRefunded } from '../order.ts';

export const paymentRefunded = listener('payment:refunded', ({ orderId }) => follow(orderId, whenRefunded));
