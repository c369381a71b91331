import type { RequestHandler } from 'express';
import { ApiError } from './errors.ts';
import type { Route } from './route.ts';

/** All methods of the API, for paths of which nothing else is known. */
export const API_METHODS = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';

const isOfApi = (method: string): boolean => API_METHODS.split(', ').includes(method);

/** Creates the error for a method that a path does not have. @param allow the methods that it has */
export const methodNotAllowed = (method: string, path: string, allow: string): ApiError =>
  new ApiError('method_not_allowed', { message: `${method} is not possible for ${path}.`, allow });

/** Middleware that rejects methods that no path of the API has, such as TRACE, with 405. */
export const rejectUnknownMethods: RequestHandler = ({ method, path }, _res, next) => {
  if (!isOfApi(method)) throw methodNotAllowed(method, path, API_METHODS);
  next();
};

/** Returns the methods of each path, as the header `Allow` lists them. */
export function allowedMethods(routes: Pick<Route<never>, 'method' | 'path'>[]): Map<string, string> {
  const methods = new Map<string, string[]>();
  for (const { method, path } of routes) {
    const names = method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()];
    methods.set(path, [...(methods.get(path) ?? []), ...names]);
  }
  return new Map([...methods].map(([path, names]) => [path, [...names, 'OPTIONS'].join(', ')]));
}

/** Answers what the routes of a path do not: OPTIONS with the methods that the path has, all others with 405. */
export const answerOtherMethods =
  (allow: string): RequestHandler =>
  (req, res) => {
    if (req.method !== 'OPTIONS') throw methodNotAllowed(req.method, req.path, allow);
    res.set('Allow', allow).status(204).end();
  };
