import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { freePort } from '../../tools/embedded/lib/ports.mjs';

const program = join(import.meta.dirname, '../../client/.next/standalone/client/serve/main.mjs');

/** Another storefront on the running shop, with an environment of its own. */
export class Storefront {
  /** A shop that runs from container images has no local build. */
  static readonly isBuilt = existsSync(program);

  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  static async spawn(shopUrl: string, env: Record<string, string>): Promise<Storefront> {
    const port = await freePort();
    const policy = (await fetch(shopUrl)).headers.get('content-security-policy') ?? '';
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env.PATH,
        COOKIE_SECURE: String(shopUrl.startsWith('https')),
        NODE_TLS_REJECT_UNAUTHORIZED: shopUrl.startsWith('https') ? '0' : '1',
        HOSTNAME: '127.0.0.1',
        // The image store's URL, from the shop's own storefront.
        PUBLIC_MEDIA_URL: /img-src [^;]* (http[^ ;]+)/.exec(policy)?.[1],
        PORT: String(port),
        AUTH_URL: shopUrl,
        PRODUCTS_URL: shopUrl,
        CART_URL: shopUrl,
        ORDERS_URL: shopUrl,
        ...env,
      },
      stdio: 'ignore',
    });
    return new Storefront(`http://127.0.0.1:${port}`, child);
  }

  async ready(): Promise<void> {
    const answers = () =>
      fetch(`${this.url}/icon.svg`).then(
        ({ ok }) => ok,
        () => false,
      );
    await expect.poll(answers, 'the storefront answers').toBe(true);
  }

  stop(): void {
    this.child.kill();
  }
}
