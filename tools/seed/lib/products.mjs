import { toFormData } from '@ecommerce/api-client';
import { products } from '../catalog/index.mjs';
import { renderImage } from './image.mjs';
import { must, readAll } from './requests.mjs';

/**
 * Creates the missing products.
 * @param {Record<import('../catalog/index.mjs').Seller, import('@ecommerce/api-client').ApiClient>} clients by seller
 * @param {import('./seed.mjs').Counts} counts
 * @param {(done: number) => void} report
 * @returns {Promise<Map<string, string>>} ids by title
 */
export async function createProducts(clients, counts, report) {
  const offered = await Promise.all(
    Object.values(clients).map((api) =>
      readAll('Reading the products', (page) =>
        api.GET('/api/products', { params: { query: { ...page, mine: true, sort: 'newest' } } }),
      ),
    ),
  );
  // If two products have the same title, the older one counts.
  const ids = new Map(offered.flat().map(({ title, id }) => [title, id]));
  for (const [index, product] of products.entries()) {
    const { title, seller } = product;
    if (!ids.has(title)) {
      const request = { body: await bodyOf(product), bodySerializer: toFormData };
      const { id } = await must(`Creating ${title}`, clients[seller].POST('/api/products', request));
      ids.set(title, id);
      counts.products++;
    }
    report(index + 1);
  }
  return ids;
}

async function bodyOf(
  /** @type {(typeof products)[number]} */ { title, price, quantity, drawing, backdrop },
) {
  const image = new File([await renderImage(drawing, backdrop)], 'image.webp');
  return { title, price, quantity, image };
}
