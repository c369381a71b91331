'use client';

import type { ProductsQuery } from '@ecommerce/contracts';
import { MAX_SEARCH_LENGTH } from '@ecommerce/contracts/limits';
import Form from 'next/form';
import { useEffect, useRef } from 'react';
import { SearchIcon } from './icons';

const sorts = {
  oldest: 'Oldest first',
  price: 'Price: low to high',
  '-price': 'Price: high to low',
  title: 'Title: A to Z',
  '-title': 'Title: Z to A',
};

/** Search and sort controls. The URL of the page holds both values. */
export function CatalogForm({ search = '', sort }: Pick<ProductsQuery, 'search' | 'sort'>) {
  const form = useRef<HTMLFormElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  const sortField = useRef<HTMLSelectElement>(null);
  // An empty value leaves the order to the API: best match for a search, otherwise newest first.
  const chosen = sort === 'relevance' || (sort === 'newest' && !search) ? '' : (sort ?? '');
  const isMounted = useRef(false);
  // Updates the fields from the URL in place, because recreated fields would lose the focus.
  useEffect(() => {
    if (searchField.current) searchField.current.value = search;
    // A visitor who was faster than the scripts has chosen another order.
    if (!isMounted.current && sortField.current?.value !== chosen) form.current?.requestSubmit();
    else if (sortField.current) sortField.current.value = chosen;
    isMounted.current = true;
  }, [search, chosen]);
  return (
    <Form ref={form} action="/" role="search" className="mb-8 flex flex-wrap items-end gap-3">
      <div className="min-w-0 flex-1 basis-72">
        <label htmlFor="search" className="label">
          Search
        </label>
        <div className="flex gap-2">
          <input
            ref={searchField}
            id="search"
            name="search"
            type="search"
            defaultValue={search}
            maxLength={MAX_SEARCH_LENGTH}
            placeholder="What are you looking for?"
            className="input"
          />
          <button type="submit" className="button-primary px-4">
            <SearchIcon />
            <span className="sr-only">Search</span>
          </button>
        </div>
      </div>
      <div className="flex-1 basis-48 sm:max-w-56">
        <label htmlFor="sort" className="label">
          Sort by
        </label>
        <select
          ref={sortField}
          id="sort"
          name="sort"
          defaultValue={chosen}
          // Without it, browsers may restore an earlier choice when going back, which the effect would take for a new one.
          autoComplete="off"
          className="input"
          onChange={() => form.current?.requestSubmit()}
        >
          <option value="">{search ? 'Best match' : 'Newest first'}</option>
          {search && <option value="newest">Newest first</option>}
          {Object.entries(sorts).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </Form>
  );
}
