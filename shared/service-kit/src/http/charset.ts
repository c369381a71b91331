import type { RequestHandler } from 'express';

/** Whether a label names UTF-8: https://encoding.spec.whatwg.org/#names-and-labels */
function isUtf8(label: string): boolean {
  try {
    return new TextDecoder(label).encoding === 'utf-8';
  } catch {
    return false;
  }
}

/** Middleware that replaces the labels of UTF-8, such as `utf8`, by the only one that Express's parser knows. */
export const normalizeCharset: RequestHandler = (req, _res, next) => {
  const type = req.headers['content-type'];
  if (type)
    req.headers['content-type'] = type.replace(/(;\s*charset=)("?)([\w-]+)\2/i, (all, name, _quote, label) =>
      isUtf8(label) ? `${name}utf-8` : all,
    );
  next();
};
