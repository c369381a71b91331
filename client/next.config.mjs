import { join } from 'node:path';

/** Of every answer; the policy of contents is in proxy.ts, as it needs a nonce. HSTS is for whoever knows the public name. */
const headers = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
}).map(([key, value]) => ({ key, value }));

const root = join(import.meta.dirname, '..');

/** @type {import('next').NextConfig} */
export default {
  output: 'standalone',
  outputFileTracingRoot: root,
  turbopack: { root },
  poweredByHeader: false,
  headers: async () => [{ source: '/:path*', headers }],
  // Pictures go from MinIO to the browser as they are (components/picture.tsx), so nothing here resizes any.
  images: { unoptimized: true },
  outputFileTracingExcludes: { '**': ['../node_modules/sharp/**', '../node_modules/@img/**'] },
  // `npm run types` is where types are checked, once for the whole repository.
  typescript: { ignoreBuildErrors: true },
  // Neither files of its own in the repository nor questions to its maker's servers.
  agentRules: false,
  experimental: { agentUpgrade: false },
};
