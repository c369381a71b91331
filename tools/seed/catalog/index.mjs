import { garden } from './garden.mjs';
import { home } from './home.mjs';
import { kitchen } from './kitchen.mjs';
import { plants } from './plants.mjs';
import { stationery } from './stationery.mjs';
import { textiles } from './textiles.mjs';

/**
 * Products of one category, in the order of their creation.
 * @typedef {object} Category
 * @property {Seller} seller
 * @property {[light: string, dark: string]} backdrop the background of its images
 * @property {{title: string, price: number, quantity: number, drawing: string}[]} products
 */

/** @typedef {keyof typeof sellers} Seller */
export const sellers = {
  hearth: { email: 'hearth@example.com', sells: 'kitchen and home' },
  fern: { email: 'fern@example.com', sells: 'plants and garden' },
  loom: { email: 'loom@example.com', sells: 'textiles and stationery' },
};

const categories = [kitchen, home, plants, garden, textiles, stationery];

/** All products, alternating between the categories so that every page of the catalog shows all of them. */
export const products = kitchen.products.flatMap((_, index) =>
  categories.flatMap(({ products, ...category }) => ({
    ...category,
    .../** @type {Product} */ (products[index]),
  })),
);
/** @typedef {Category['products'][number]} Product */
