import { listener } from '@ecommerce/shared';
import { settle } from '../settle.ts';

export const paymentCreated = listener('payment:created', settle);
