import { EventEmitter, once } from 'node:events';
import { jest } from '@jest/globals';
import { TestStorefront } from './storefront-server.ts';

const GUESTS = 20;

let shop: TestStorefront;
beforeEach(async () => {
  jest.spyOn(console, 'error').mockImplementation(() => {});
  shop = await new TestStorefront().start();
});

const openForEach = (path = '/') => Promise.all(Array.from({ length: GUESTS }, () => shop.open(path)));

describe('the render of a page for guests', () => {
  it('is shared by concurrent requests, each with its own nonce', async () => {
    const pages = await openForEach();
    expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(GUESTS);
    expect(shop.renders).toBe(1);
  });

  it('happens once after a change', async () => {
    await shop.open();
    shop.answer.text = 'a plate';
    for (const { html } of await openForEach()) expect(html).toContain('a plate');
    expect(shop.renders).toBe(2);
  });

  it('is not used by a request that came after its reads', async () => {
    const steps = new EventEmitter();
    shop.beforeEnd = async () => {
      steps.emit('read');
      await once(steps, 'end');
    };
    const first = shop.open();
    await once(steps, 'read');
    shop.beforeEnd = async () => {};
    shop.answer.text = 'a plate';
    const later = openForEach();
    await shop.open('/orders');
    steps.emit('end');
    expect((await first).html).toContain('a cup');
    for (const { html } of await later) expect(html).toContain('a plate');
    // The third is that of /orders.
    expect(shop.renders).toBe(3);
  });

  it('is separate for each URL', async () => {
    await Promise.all([openForEach('/'), openForEach('/?page=2')]);
    expect(shop.renders).toBe(2);
  });
});

describe('a failed render', () => {
  afterEach(() => expect(globalThis.recordedRenders?.size).toBe(0));

  it('is answered with 500 and an error page', async () => {
    shop.beforeEnd = () => Promise.reject(new Error('broken'));
    const { status, html } = await shop.open();
    expect({ status, html }).toEqual({ status: 500, html: expect.stringContaining('Something went wrong') });
    shop.beforeEnd = async () => {};
    expect((await shop.open()).status).toBe(200);
  });

  it('is answered with 503 after a timeout, also for waiting requests', async () => {
    await shop.start(200);
    shop.beforeEnd = () => new Promise(() => {});
    for (const { status, html } of await openForEach())
      expect({ status, html }).toEqual({ status: 503, html: expect.stringContaining('Try again') });
  });

  it('does not block later requests', async () => {
    await shop.start(200);
    shop.beforeEnd = () => new Promise(() => {});
    expect((await shop.open()).status).toBe(503);
    shop.beforeEnd = async () => {};
    // A slow machine may need more than one try.
    while ((await shop.open()).status !== 200);
  });
});
