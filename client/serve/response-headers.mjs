/**
 * Content-Security-Policy of responses that are not pages, such as files and errors: no frame shows them, and nothing in them
 * runs or loads.
 */
export const FILE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** Text that Next sends without a charset: the data of a page, and the icon. */
const TYPES = ['text/x-component', 'image/svg+xml'];

/**
 * Adds the charset to the `Content-Type` of Next's responses.
 *
 * @param {import('node:http').RequestListener} listener
 * @returns {import('node:http').RequestListener}
 */
export const withCharset = (listener) => (req, res) => {
  const { setHeader } = res;
  res.setHeader = (name, value) => {
    const isIncomplete = name.toLowerCase() === 'content-type' && TYPES.includes(String(value));
    return setHeader.call(res, name, isIncomplete ? `${value}; charset=utf-8` : value);
  };
  return listener(req, res);
};
