import { invalid } from './errors.ts';
import type { IntentQuery } from './params.ts';

/** Returns a page in Stripe's list format, newest first. */
export function paginate<T extends { id: string; created: number }>(
  all: T[],
  url: string,
  { limit, starting_after, created }: IntentQuery,
) {
  const newest = all.filter((one) => one.created >= (created?.gte ?? 0)).reverse();
  const start = starting_after ? newest.findIndex((one) => one.id === starting_after) + 1 : 0;
  if (starting_after && start === 0)
    throw invalid(`No such object: '${starting_after}'`, 'resource_missing', 'starting_after');
  const data = newest.slice(start, start + limit);
  return { object: 'list', url, has_more: start + limit < newest.length, data };
}
