import { listener } from '@ecommerce/shared';
import { keepReplica } from '@ecommerce/shared/product-catalog';

export const productUpdated = listener('product:updated', keepReplica);
