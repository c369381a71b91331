import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_POLICY } from './serve/response-headers.mjs';

/** Headers of every response. proxy.ts sets the Content-Security-Policy, which needs a nonce; the TLS proxy sets HSTS. */
const headers = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}).map(([key, value]) => ({ key, value }));

const root = join(import.meta.dirname, '..');

/** In development, the sources of the shared packages, so that an edit of them is live without a build. */
const sources = ['api-client', 'contracts'].flatMap((name) => {
  const { exports } = JSON.parse(readFileSync(join(root, `shared/${name}/package.json`), 'utf8'));
  return Object.entries(exports).map(([path, { '@ecommerce/source': source }]) => [
    `@ecommerce/${name}${path.slice(1)}`,
    `../shared/${name}/${source}`,
  ]);
});
const resolveAlias = process.env.NODE_ENV === 'development' ? Object.fromEntries(sources) : {};

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root, resolveAlias },
  poweredByHeader: false,
  headers: async () => [
    { source: '/:path*', headers },
    // proxy.ts handles all other paths.
    ...['/_next/:path*', '/icon.svg'].map((source) => ({
      source,
      headers: [{ key: 'Content-Security-Policy', value: FILE_POLICY }],
    })),
  ],
  // Images go from MinIO to the browser unchanged (components/square-image.tsx).
  images: { unoptimized: true },
  outputFileTracingExcludes: { '**': ['../node_modules/sharp/**', '../node_modules/@img/**'] },
  // `npm run types` checks types for the whole repository.
  typescript: { ignoreBuildErrors: true },
  // These features write files into the repository and call Vercel's servers.
  agentRules: false,
  experimental: { agentUpgrade: false },
};
