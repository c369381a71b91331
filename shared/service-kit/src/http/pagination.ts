import type { PageQuery } from '@ecommerce/contracts';
import type { Request, Response } from 'express';

/** Converts a page to MongoDB's `skip` and `limit`. */
export const pageWindow = ({ page, limit }: PageQuery) => ({ skip: (page - 1) * limit, limit });

/**
 * Builds `X-Total-Count`, and `Link` (RFC 8288) to the first, previous, next and last page.
 * @param path of the request @param search query string of the request, whose other parameters the links keep
 * @param total number of entries on all pages
 */
export function pageHeaders(
  path: string,
  search: string | undefined,
  { page, limit }: PageQuery,
  total: number,
): Record<'X-Total-Count' | 'Link', string> {
  const last = Math.max(1, Math.ceil(total / limit));
  const url = (number: number) => {
    const query = new URLSearchParams(search);
    query.set('page', String(number));
    query.set('limit', String(limit));
    return `<${path}?${query}>`;
  };
  const links = [`${url(1)}; rel="first"`, `${url(last)}; rel="last"`];
  if (page > 1) links.push(`${url(Math.min(page - 1, last))}; rel="prev"`);
  if (page < last) links.push(`${url(page + 1)}; rel="next"`);
  return { 'X-Total-Count': String(total), Link: links.join(', ') };
}

/** Sets the headers of a page. */
export function setPageHeaders(req: Request, res: Response, query: PageQuery, total: number): void {
  res.set(pageHeaders(req.baseUrl + req.path, req.originalUrl.split('?')[1], query, total));
}
