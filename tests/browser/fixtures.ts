import { sessionCookieName } from '@ecommerce/contracts';
import { type APIRequestContext, type BrowserContext, test as base, type Page } from '@playwright/test';
import { ConsoleErrors } from './console-errors.ts';
import { Storefront } from './storefront.ts';
import { User } from './user.ts';

export { expect } from '@playwright/test';

interface Fixtures {
  consoleErrors: ConsoleErrors;
  /** Signs up another user, outside the browser. */
  newUser: () => Promise<User>;
  /** Another user, outside the browser. */
  seller: User;
  /** Starts another storefront on the running shop with these variables, until the end of the test. Returns its URL. */
  startStorefront: (env: Record<string, string>) => Promise<string>;
}

/** Has `goto` also wait until React listens to events: the scripts of a page miss what happens before. */
function waitForScripts(page: Page): void {
  const goto = page.goto.bind(page);
  const isListening = () =>
    !document.querySelector('script[src*="/_next/"]') ||
    Object.keys(document).some((key) => key.startsWith('__reactContainer'));
  page.goto = async (...args) => {
    const response = await goto(...args);
    await page.waitForFunction(isListening);
    return response;
  };
}

/** A test of a guest. It fails on any console error that it does not allow. */
export const test = base.extend<Fixtures>({
  context: async ({ context, javaScriptEnabled }, use) => {
    if (javaScriptEnabled) context.on('page', waitForScripts);
    await use(context);
  },

  consoleErrors: [
    async ({ context }, use, testInfo) => {
      const errors = new ConsoleErrors(context);
      await use(errors);
      errors.verify(testInfo.status !== testInfo.expectedStatus);
    },
    { auto: true },
  ],

  newUser: async ({ playwright, baseURL, ignoreHTTPSErrors }, use) => {
    const contexts: APIRequestContext[] = [];
    await use(async () => {
      const api = await playwright.request.newContext({ baseURL, ignoreHTTPSErrors });
      contexts.push(api);
      return User.signUp(api);
    });
    for (const context of contexts) await context.dispose();
  },

  seller: async ({ newUser }, use) => use(await newUser()),

  startStorefront: async ({ context, baseURL }, use, testInfo) => {
    testInfo.skip(
      !Storefront.isBuilt,
      'The shop runs from container images, so no build of it can be started.',
    );
    const shopUrl = new URL('/', baseURL).origin;
    const storefronts: Storefront[] = [];
    await use(async (env) => {
      const storefront = await Storefront.spawn(shopUrl, env);
      storefronts.push(storefront);
      await storefront.ready();
      // The user of the browser is signed in there too.
      const name = sessionCookieName(shopUrl.startsWith('https'));
      const session = (await context.cookies(shopUrl)).find((cookie) => cookie.name === name);
      if (session) await context.addCookies([{ ...session, domain: new URL(storefront.url).hostname }]);
      return storefront.url;
    });
    for (const storefront of storefronts) storefront.stop();
  },
});

interface UserFixtures {
  user: User;
  /** Signs the user in in another browser. Returns a page of it. */
  newDevice: (userAgent?: string) => Promise<Page>;
}

/** A test whose user has just signed up in the browser. */
export const userTest = test.extend<UserFixtures>({
  user: [async ({ page }, use) => use(await User.signUp(page.request)), { auto: true }],

  newDevice: async ({ browser, user }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (userAgent) => {
      const context = await browser.newContext({ userAgent });
      context.on('page', waitForScripts);
      contexts.push(context);
      await user.signInTo(context.request);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});
