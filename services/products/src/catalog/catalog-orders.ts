import type { ProductsQuery } from '@ecommerce/contracts';
import type { CatalogRow } from './catalog-row.ts';
import { type Compare, insertSorted, removeSorted } from './sorted-array.ts';

type Field = 'createdAt' | 'price' | 'title';
/** A sort order that does not depend on a search. */
export type Order = Exclude<ProductsQuery['sort'], 'relevance' | undefined>;

/** Sorts as people do, in any script: by letters, then accents, then case, and numbers by their value. */
const collator = new Intl.Collator('en', { numeric: true });

/** Breaks ties by id, so that equal products keep their place from page to page. */
const compareBy = (field: Field): Compare<CatalogRow> =>
  field === 'title'
    ? (one, other) => collator.compare(one.title, other.title) || compare(one.id, other.id)
    : (one, other) => compare(one[field], other[field]) || compare(one.id, other.id);

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

/** Cost of comparing two products, relative to visiting one. */
const COMPARISON_COST = 10;

/** Slots of all products, kept sorted by each field by binary search; each list is read in both directions. */
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

  /** Sorts the slots of all products. */
  fill(slots: number[]): void {
    for (const field of fields) this.sorted[field] = slots.toSorted(this.comparators[field]);
  }

  insert(slot: number, changed: readonly Field[] = fields): void {
    for (const field of changed) insertSorted(this.sorted[field], slot, this.comparators[field]);
  }

  /** Removes a slot; its row must still be as it was when inserted. */
  remove(slot: number, changed: readonly Field[] = fields): void {
    for (const field of changed) removeSorted(this.sorted[field], slot, this.comparators[field]);
  }

  /** Returns a page of all products. */
  page(order: Order, skip: number, limit: number): number[] {
    const slots = this.sorted[fieldOf[order]];
    if (!descending.has(order)) return slots.slice(skip, skip + limit);
    const end = Math.max(0, slots.length - skip);
    return slots.slice(Math.max(0, end - limit), end).reverse();
  }

  /** Sorts the slots of some products: few by comparison, many by a scan of the sorted list. */
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

/** Returns the sort fields in which two states of a product differ. */
export const changedFields = (before: CatalogRow, after: CatalogRow): Field[] =>
  fields.filter((field) => before[field] !== after[field]);
