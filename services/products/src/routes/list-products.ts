import { ProductsQuery, pageWindow, requireUser, setPageHeaders, validated } from '@ecommerce/shared';
import { type Request, Router } from 'express';
import type { SortOrder } from 'mongoose';
import type { Pictures } from '../app.ts';
import { present } from '../present.ts';
import { Product } from '../product.ts';

/** The id comes last, so that equal ones keep their order from page to page; each has its index, read either way. */
const orders: Record<ProductsQuery['sort'], Record<string, SortOrder>> = {
  newest: { createdAt: -1, _id: -1 },
  oldest: { createdAt: 1, _id: 1 },
  price: { price: 1, _id: 1 },
  '-price': { price: -1, _id: -1 },
  title: { title: 1, _id: 1 },
  '-title': { title: -1, _id: -1 },
};

export const listProducts = ({ mediaUrl }: Pictures): Router =>
  Router().get(
    '/api/products',
    validated({ query: ProductsQuery }, async ({ query }, req, res) => {
      const filter = filterOf(query, req);
      const { skip, limit } = pageWindow(query);
      const [products, total] = await Promise.all([
        Product.find(filter).sort(orders[query.sort]).skip(skip).limit(limit).lean(),
        Product.countDocuments(filter),
      ]);
      setPageHeaders(req, res, query, total);
      res.json(products.map((product) => present(product, mediaUrl)));
    }),
  );

function filterOf({ search, mine }: ProductsQuery, req: Request) {
  const literally = search?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return {
    ...(literally && { title: { $regex: literally, $options: 'i' } }),
    ...(mine && { userId: requireUser(req).id }),
  };
}
