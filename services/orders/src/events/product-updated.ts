import { listener } from '@ecommerce/shared';
import { keepReplica } from '../product-replica.ts';

export const productUpdated = listener('product:updated', keepReplica);
