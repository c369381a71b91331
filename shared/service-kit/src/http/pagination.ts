import type { PageQuery } from '@ecommerce/contracts';
import type { Request, Response } from 'express';

/** Converts a page to MongoDB's `skip` and `limit`. */
export const pageWindow = ({ page, limit }: PageQuery) => ({ skip: (page - 1) * limit, limit });

/** Sets `X-Total-Count`, and `Link` (RFC 8288) to the first, previous, next and last page. */
export function setPageHeaders(req: Request, res: Response, { page, limit }: PageQuery, total: number): void {
  const last = Math.max(1, Math.ceil(total / limit));
  const url = (number: number) => {
    const query = new URLSearchParams(req.originalUrl.split('?')[1]);
    query.set('page', String(number));
    query.set('limit', String(limit));
    return `<${req.baseUrl}${req.path}?${query}>`;
  };
  const links = [`${url(1)}; rel="first"`, `${url(last)}; rel="last"`];
  if (page > 1) links.push(`${url(Math.min(page - 1, last))}; rel="prev"`);
  if (page < last) links.push(`${url(page + 1)}; rel="next"`);
  res.set({ 'X-Total-Count': String(total), Link: links.join(', ') });
}
