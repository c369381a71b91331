import { listener } from '@ecommerce/shared';
import { keepReplica } from '../product-replica.ts';

export const productCreated = listener('product:created', keepReplica);
