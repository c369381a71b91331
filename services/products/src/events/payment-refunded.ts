import { listener } from '@ecommerce/shared';
import { returnStock } from '../settle.ts';

export const paymentRefunded = listener('payment:refunded', returnStock);
