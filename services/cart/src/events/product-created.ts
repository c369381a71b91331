import { listener } from '@ecommerce/shared';
import { keepReplica } from '@ecommerce/shared/product-catalog';

export const productCreated = listener('product:created', keepReplica);
