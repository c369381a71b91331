import type { ProductsQuery, User } from '@ecommerce/contracts';
import { ApiError, pageWindow } from '@ecommerce/service-kit/http';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { SortOrder } from 'mongoose';
import type { Product } from './product.ts';

/** The id comes last, so that equal ones keep their order from page to page; each has its index, read either way. */
const orders: Record<ProductsQuery['sort'], Record<string, SortOrder>> = {
  newest: { createdAt: -1, _id: -1 },
  oldest: { createdAt: 1, _id: 1 },
  price: { price: 1, _id: 1 },
  '-price': { price: -1, _id: -1 },
  title: { title: 1, _id: 1 },
  '-title': { title: -1, _id: -1 },
};

/**
 * Finds a page of products.
 * @returns the page, and the number of products on all pages
 * @throws ApiError `not_signed_in` for `mine` without a user
 */
export function findProducts({ model }: AggregateStore<Product>, query: ProductsQuery, user?: User) {
  const { search, mine, sort } = query;
  if (mine && !user) throw new ApiError('not_signed_in');
  const literal = search?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const filter = {
    ...(literal && { title: { $regex: literal, $options: 'i' } }),
    ...(mine && { userId: user?.id }),
  };
  const { skip, limit } = pageWindow(query);
  return Promise.all([
    model.find(filter).sort(orders[sort]).skip(skip).limit(limit).lean<Product[]>(),
    model.countDocuments(filter),
  ]);
}
