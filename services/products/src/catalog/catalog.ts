import type { ProductsQuery } from '@ecommerce/contracts';
import { BoundedMap } from '@ecommerce/service-kit/domain';
import { CatalogOrders, changedFields, type Order } from './catalog-orders.ts';
import type { CatalogRow } from './catalog-row.ts';
import type { SearchResult } from './ranked-terms.ts';
import { ResultCache } from './result-cache.ts';
import { compareNumbers, insertSorted, removeSorted } from './sorted-array.ts';
import { TitleSearch, WORST_RANK } from './title-search.ts';

/** More removed products than are removed while one answer of the database is on its way. */
const MAX_REMOVED = 10_000;

interface CatalogQuery {
  search?: string;
  sort: NonNullable<ProductsQuery['sort']>;
  /** Only the products of this user. */
  userId?: string;
  skip: number;
  limit: number;
}

/**
 * In-memory read model of the product list: all products, their sort orders and a search index. The cost of a page does
 * not depend on the number of products. Each product keeps its slot, an index into the arrays here, until it is removed.
 */
export class Catalog {
  private readonly rows: CatalogRow[] = [];
  private readonly slots = new Map<string, number>();
  /** Slots of removed products, for new ones. */
  private readonly freeSlots: number[] = [];
  private readonly removed = new BoundedMap<true>(MAX_REMOVED);
  private readonly slotsOfUser = new Map<string, number[]>();
  private readonly orders = new CatalogOrders(this.rows);
  private readonly search = new TitleSearch((slot) => (this.rows[slot] as CatalogRow).title);
  private readonly results = new ResultCache();
  private complete = false;

  /** True after `finish`. */
  get isComplete(): boolean {
    return this.complete;
  }

  get size(): number {
    return this.slots.size;
  }

  /** Ends the initial fill and sorts the products for the first time. */
  finish(): void {
    this.orders.fill([...this.slots.values()]);
    this.complete = true;
  }

  /** Whether this version of a product, a newer one or its removal is known. */
  has(id: string, version: number): boolean {
    if (this.removed.has(id)) return true;
    const slot = this.slots.get(id);
    return slot !== undefined && (this.rows[slot] as CatalogRow).version >= version;
  }

  /** Stores a row, unless it is known or outdated: rows may arrive repeatedly and in any order. */
  put(row: CatalogRow): void {
    if (this.removed.has(row.id)) return;
    const slot = this.slots.get(row.id);
    if (slot === undefined) this.insert(row);
    else if ((this.rows[slot] as CatalogRow).version < row.version) this.update(slot, row);
  }

  /** Removes a product for good: a row of it that was read before and arrives later is ignored. */
  remove(id: string): void {
    this.removed.set(id, true);
    const slot = this.slots.get(id);
    if (slot === undefined) return;
    const { title, userId } = this.rows[slot] as CatalogRow;
    if (this.complete) this.orders.remove(slot);
    this.search.remove(slot, title);
    const ofUser = this.slotsOfUser.get(userId) ?? [];
    removeSorted(ofUser, slot, compareNumbers);
    if (ofUser.length === 0) this.slotsOfUser.delete(userId);
    this.slots.delete(id);
    this.freeSlots.push(slot);
    this.results.clear();
  }

  /** Returns the number of a user's products. */
  countOf(userId: string): number {
    return this.slotsOfUser.get(userId)?.length ?? 0;
  }

  /** Sums the bytes of a user's images. */
  imageBytesOf(userId: string): number {
    const slots = this.slotsOfUser.get(userId) ?? [];
    return slots.reduce((sum, slot) => sum + (this.rows[slot]?.imageBytes ?? 0), 0);
  }

  /** Finds a page of products. @returns the page, and the number of products on all pages */
  list({ search, sort, userId, skip, limit }: CatalogQuery): { page: CatalogRow[]; total: number } {
    const order = sort === 'relevance' ? 'newest' : sort;
    if (search === undefined && userId === undefined)
      return { page: this.rowsAt(this.orders.page(order, skip, limit)), total: this.size };
    const result = this.results.get(JSON.stringify([sort, userId, search]), () => {
      const found = search === undefined ? undefined : this.search.find(search);
      const slots = this.matching(order, found, userId);
      return found && sort === 'relevance' ? byRank(slots, found) : slots;
    });
    return { page: this.rowsAt(result.slice(skip, skip + limit)), total: result.length };
  }

  private matching(order: Order, found: SearchResult | undefined, userId: string | undefined): number[] {
    const isOfUser = (slot: number) => userId === undefined || this.rows[slot]?.userId === userId;
    if (!found) return this.orders.sort(order, this.slotsOfUser.get(userId ?? '') ?? [], isOfUser);
    const { ranks } = found;
    const slots = userId === undefined ? found.slots : found.slots.filter(isOfUser);
    return this.orders.sort(order, slots, (slot) => ranks[slot] !== 0 && isOfUser(slot));
  }

  private insert(row: CatalogRow): void {
    const slot = this.freeSlots.pop() ?? this.rows.length;
    const ofUser = this.slotsOfUser.get(row.userId) ?? [];
    this.slotsOfUser.set(row.userId, ofUser);
    insertSorted(ofUser, slot, compareNumbers);
    this.rows[slot] = row;
    this.slots.set(row.id, slot);
    this.search.add(slot, row.title);
    if (this.complete) this.orders.insert(slot);
    this.results.clear();
  }

  private update(slot: number, row: CatalogRow): void {
    const before = this.rows[slot] as CatalogRow;
    const changed = changedFields(before, row);
    if (this.complete) this.orders.remove(slot, changed);
    this.rows[slot] = row;
    if (this.complete) this.orders.insert(slot, changed);
    if (before.title !== row.title) {
      this.search.remove(slot, before.title);
      this.search.add(slot, row.title);
    }
    if (changed.length > 0) this.results.clear();
  }

  private rowsAt(slots: number[]): CatalogRow[] {
    return slots.map((slot) => this.rows[slot] as CatalogRow);
  }
}

/** Sorts by rank, best first; equal ranks keep their order. */
function byRank(slots: number[], { ranks }: SearchResult): number[] {
  const groups = Array.from({ length: WORST_RANK + 1 }, (): number[] => []);
  for (const slot of slots) groups[ranks[slot] as number]?.push(slot);
  return ([] as number[]).concat(...groups);
}
