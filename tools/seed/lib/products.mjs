import { products } from '../catalog/index.mjs';
import { renderImage } from './image.mjs';

/**
 * Creates the missing products.
 * @param {Record<import('../catalog/index.mjs').Seller, import('./person.mjs').Person>} people
 * @param {import('./seed.mjs').Counts} counts
 * @param {(done: number) => void} report
 * @returns {Promise<Map<string, string>>} ids by title
 */
export async function createProducts(people, counts, report) {
  const offered = await Promise.all(
    Object.values(people).map((seller) => seller.all('/api/products', { mine: 'true', sort: 'newest' })),
  );
  // If two products have the same title, the older one counts.
  const ids = new Map(offered.flat().map(({ title, id }) => [title, id]));
  for (const [index, product] of products.entries()) {
    const { title, seller } = product;
    if (!ids.has(title)) {
      const { id } = await people[seller].must(201, 'POST', '/api/products', await formOf(product));
      ids.set(title, id);
      counts.products++;
    }
    report(index + 1);
  }
  return ids;
}

async function formOf(
  /** @type {(typeof products)[number]} */ { title, price, quantity, drawing, backdrop },
) {
  const form = new FormData();
  form.set('title', title);
  form.set('price', String(price));
  form.set('quantity', String(quantity));
  form.set('image', new Blob([await renderImage(drawing, backdrop)]), 'image.webp');
  return form;
}
