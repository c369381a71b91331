import type { ProductsQuery, User } from '@ecommerce/contracts';
import { ApiError, pageWindow } from '@ecommerce/service-kit/domain';
import type { Catalog } from './catalog/catalog.ts';

/**
 * Finds a page of products.
 * @returns the page, and the number of products on all pages
 * @throws ApiError `not_signed_in` for `mine` without a user; `unavailable` until the catalog is filled
 */
export function findProducts(catalog: Catalog, query: ProductsQuery, user?: User) {
  const { search, mine, sort = search === undefined ? 'newest' : 'relevance' } = query;
  if (mine && !user) throw new ApiError('not_signed_in');
  if (!catalog.isComplete) throw new ApiError('unavailable');
  return catalog.list({ search, sort, userId: mine ? user?.id : undefined, ...pageWindow(query) });
}
