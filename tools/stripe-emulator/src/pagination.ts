import { invalid } from './objects.ts';
import type { ListQuery, SearchQuery } from './params.ts';

interface Listed {
  id: string;
  created: number;
}

/** One page, newest first, in Stripe's envelope. */
export function page<T extends Listed>(all: T[], url: string, { limit, starting_after, created }: ListQuery) {
  const newest = all
    .filter(
      (one) =>
        one.created >= (created?.gte ?? 0) && one.created <= (created?.lte ?? Number.POSITIVE_INFINITY),
    )
    .reverse();
  const start = starting_after ? newest.findIndex((one) => one.id === starting_after) + 1 : 0;
  if (starting_after && start === 0)
    throw invalid(`No such object: '${starting_after}'`, 'resource_missing', 'starting_after');
  const data = newest.slice(start, start + limit);
  return { object: 'list', url, has_more: start + limit < newest.length, data };
}

/** A page of what a search found; `next_page` is asked for as `page`. */
export function searchPage<T extends Listed & { metadata: Record<string, string> }>(
  all: T[],
  url: string,
  { query, limit, page }: SearchQuery,
) {
  const found = search(all, query);
  const end = page + limit;
  const has_more = end < found.length;
  const next_page = has_more ? String(end) : null;
  return { object: 'search_result', url, has_more, next_page, data: found.slice(page, end) };
}

/** Understands what the shop asks: `metadata['name']:'value'`, several joined by AND. */
function search<T extends { metadata: Record<string, string> }>(all: T[], query: string): T[] {
  const terms = query.split(/\s+AND\s+/i).map((term) => {
    const match =
      term.match(/^metadata\['([^']+)'\]:'([^']*)'$/) ?? term.match(/^metadata\["([^"]+)"\]:"([^"]*)"$/);
    if (!match?.[1]) throw invalid(`This emulator can't search for: ${term}`, undefined, 'query');
    return [match[1], match[2]] as const;
  });
  return all.filter((one) => terms.every(([name, value]) => one.metadata[name] === value)).reverse();
}
