import type { ProductsQuery } from '@ecommerce/contracts';
import type { CatalogRow } from './catalog-row.ts';
import { type Compare, insertSorted, removeSorted } from './sorted-array.ts';

type Field = 'createdAt' | 'price' | 'title';
/** A sort of the list that does not depend on a search. */
export type Order = Exclude<ProductsQuery['sort'], 'relevance' | undefined>;

/** The id comes last, so that equal ones keep their place from page to page. */
const compareBy =
  (field: Field): Compare<CatalogRow> =>
  (one, other) =>
    compare(one[field], other[field]) || compare(one.id, other.id);

const compare = <T extends string | number>(one: T, other: T): number => {
  if (one === other) return 0;
  return one < other ? -1 : 1;
};

const fieldOf: Record<Order, Field> = {
  oldest: 'createdAt',
  newest: 'createdAt',
  price: 'price',
  '-price': 'price',
  title: 'title',
  '-title': 'title',
};
const descending: ReadonlySet<Order> = new Set(['newest', '-price', '-title']);

/** How much longer it takes to compare two products than to look at one. */
const COMPARISON_COST = 10;

/** The slots of all products in each order of the list, kept sorted by binary search; each is read either way. */
export class CatalogOrders {
  private readonly sorted: Record<Field, number[]> = { createdAt: [], price: [], title: [] };
  private readonly comparators: Record<Field, Compare<number>>;

  constructor(rows: CatalogRow[]) {
    const by = (field: Field): Compare<number> => {
      const compareRows = compareBy(field);
      return (one, other) => compareRows(rows[one] as CatalogRow, rows[other] as CatalogRow);
    };
    this.comparators = { createdAt: by('createdAt'), price: by('price'), title: by('title') };
  }

  /** Sorts the slots from 0 to `count`. */
  fill(count: number): void {
    for (const field of fields) {
      this.sorted[field] = Array.from({ length: count }, (_, slot) => slot).sort(this.comparators[field]);
    }
  }

  insert(slot: number, changed: readonly Field[] = fields): void {
    for (const field of changed) insertSorted(this.sorted[field], slot, this.comparators[field]);
  }

  /** To be called while the row is still as it was when it was inserted. */
  remove(slot: number, changed: readonly Field[]): void {
    for (const field of changed) removeSorted(this.sorted[field], slot, this.comparators[field]);
  }

  /** A page of all products. */
  page(order: Order, skip: number, limit: number): number[] {
    const slots = this.sorted[fieldOf[order]];
    if (!descending.has(order)) return slots.slice(skip, skip + limit);
    const end = Math.max(0, slots.length - skip);
    return slots.slice(Math.max(0, end - limit), end).reverse();
  }

  /** Sorts some products: few by comparing them, many by walking through all. */
  sort(order: Order, slots: number[], includes: (slot: number) => boolean): number[] {
    const field = fieldOf[order];
    const all = this.sorted[field];
    const ascending =
      slots.length * Math.log2(slots.length + 1) * COMPARISON_COST < all.length
        ? [...slots].sort(this.comparators[field])
        : all.filter(includes);
    return descending.has(order) ? ascending.reverse() : ascending;
  }
}

const fields: readonly Field[] = ['createdAt', 'price', 'title'];

/** The fields of the orders in which two states of a product differ. */
export const changedFields = (before: CatalogRow, after: CatalogRow): Field[] =>
  fields.filter((field) => before[field] !== after[field]);
