import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { BASE_URL, User } from './shop.ts';

const failures = join(import.meta.dirname, 'failures');
/** Options of a walk on a phone. */
export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** How pages are looked at: the name of each variant and its options. */
export const variants = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', phone],
] as const;

let browser: Browser;

// One browser for all walks of a test file.
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});
afterAll(() => browser.close());

interface Options extends BrowserContextOptions {
  /** Time limit; longer for walks past many pages. */
  seconds?: number;
  /** Console errors that the walk provokes, such as those of an unavailable service. */
  allow?: RegExp;
}

/** A test in a browser context of its own. It fails on any console error, and a failure saves a screenshot. */
export function walk(
  name: string,
  steps: (page: Page) => Promise<void>,
  { seconds = 60, ...options }: Options = {},
): void {
  const attempt = () => walkOnce(name, steps, options);
  // Chromium aborts requests when a network interface changes, as when containers start on the machine.
  const retry = (error: unknown) => {
    if (!(error instanceof NetworkChanged)) throw error;
    return attempt();
  };
  it(name, () => attempt().catch(retry), 2 * seconds * 1000);
}

/** A walk of a user who has just signed up. */
export const userWalk = (name: string, steps: (page: Page, user: User) => Promise<void>, options?: Options) =>
  walk(name, async (page) => steps(page, await User.inBrowser(page)), options);

class NetworkChanged extends Error {}

async function walkOnce(
  name: string,
  steps: (page: Page) => Promise<void>,
  { allow, ...options }: Omit<Options, 'seconds'>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: BASE_URL,
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const consoleErrors: string[] = [];
  let networkChanged = false;
  page.on('pageerror', (error) => consoleErrors.push(error.message));
  page.on('requestfailed', (request) => {
    networkChanged ||= request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED';
  });
  page.on('console', (message) => {
    const text = message.text();
    // Chromium logs 4xx answers; the page shows them, and the walk checks what it shows.
    if (message.type() !== 'error' || /^Failed to load resource.* status of 4\d\d/.test(text)) return;
    if (!allow?.test(text)) consoleErrors.push(text);
  });
  try {
    await steps(page);
    expect(consoleErrors).toEqual([]);
  } catch (error) {
    if (networkChanged) throw new NetworkChanged(String(error));
    mkdirSync(failures, { recursive: true });
    const file = join(failures, `${name.replace(/\W+/g, '-')}.png`);
    await page.screenshot({ path: file, fullPage: true }).catch(() => {});
    throw error;
  } finally {
    await context.close();
  }
}
