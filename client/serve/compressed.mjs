import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptsEncoding } from './accept-encoding.mjs';
import { FILE_POLICY } from './response-headers.mjs';

// Scripts and styles, compressed at build time. Next would compress them on each request, to files a fifth larger.
const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const folder = join(import.meta.dirname, '../.next/static');
const files = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.br'))
    .map((name) => [`/_next/static/${name.slice(0, -3)}`, readFileSync(join(folder, name))]),
);

/** @returns {boolean} whether it answered the request */
export function serveCompressed(
  /** @type {import('node:http').IncomingMessage} */ req,
  /** @type {import('node:http').ServerResponse} */ res,
) {
  const path = (req.url ?? '').split('?')[0] ?? '';
  const file = files.get(path);
  if (!file || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
  if (!acceptsEncoding(req.headers['accept-encoding'], 'br')) return false;
  res.writeHead(200, {
    'Content-Type': path.endsWith('.css') ? types.css : types.js,
    'Content-Encoding': 'br',
    'Content-Length': file.length,
    // The name contains a hash of the content.
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    'Content-Security-Policy': FILE_POLICY,
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(req.method === 'GET' ? file : undefined);
  return true;
}
