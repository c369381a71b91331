import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { BASE_URL, eventually } from './shop.ts';

const program = join(import.meta.dirname, '../../client/.next/standalone/client/serve/main.mjs');
const stops: (() => unknown)[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

afterAll(() => {
  for (const stop of stops) stop();
});

/** Starts another storefront on the running shop with this environment, until the end of the test file. Returns its URL. */
export async function storefront(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const policy = (await fetch(BASE_URL)).headers.get('content-security-policy') ?? '';
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      NODE_TLS_REJECT_UNAUTHORIZED: BASE_URL.startsWith('https') ? '0' : '1',
      HOSTNAME: '127.0.0.1',
      // The image store's URL, from the shop's own storefront.
      PUBLIC_MEDIA_URL: /img-src [^;]* (http[^ ;]+)/.exec(policy)?.[1],
      PORT: String(port),
      AUTH_URL: BASE_URL,
      PRODUCTS_URL: BASE_URL,
      CART_URL: BASE_URL,
      ORDERS_URL: BASE_URL,
      ...env,
    },
    stdio: 'ignore',
  });
  stops.push(() => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await eventually(() =>
    fetch(`${url}/icon.svg`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return url;
}

/** Signs the user of the browser in at another storefront too. */
export async function carrySession(page: Page, url: string): Promise<void> {
  const session = (await page.context().cookies()).find(({ name }) => name === 'session');
  await page.context().addCookies([{ name: 'session', value: session?.value ?? '', url }]);
}

/** A shop that runs from container images has no local build to start. */
export const describeWithBuild = existsSync(program) ? describe : describe.skip;
