import { defineConfig } from '@playwright/test';

/** Real browsers on a running shop: `npm run test:browser [BASE_URL]`. */
export default defineConfig({
  testMatch: '*.test.ts',
  reporter: [['list'], ['./network-change.ts']],
  retries: 0,
  // Each worker launches a browser, and all of them share one shop and its two cores.
  workers: 2,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.BASE_URL ?? 'http://localhost:8080',
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 15_000,
    navigationTimeout: 15_000,
    trace: 'retain-on-failure',
    screenshot: { mode: 'only-on-failure', fullPage: true },
    launchOptions: {
      // An installed Chromium, so that no browser is downloaded.
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'storefront', testIgnore: 'speed.test.ts', outputDir: 'results/storefront' },
    { name: 'speed', testMatch: 'speed.test.ts', outputDir: 'results/speed' },
  ],
});
