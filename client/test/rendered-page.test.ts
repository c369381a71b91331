import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { createElement, Suspense, use } from 'react';
import { renderToPipeableStream } from 'react-dom/server';
import { RenderedPage } from '../serve/rendered-page.mjs';

const nonce = 'nonce-of-render';

/** Renders what `content` returns, within a Suspense boundary. */
async function renderPage(content: () => string): Promise<RenderedPage> {
  const html = new PassThrough();
  const page = createElement(Suspense, { fallback: 'Loading' }, createElement(content));
  const { pipe } = renderToPipeableStream(page, {
    nonce,
    onShellReady: () => pipe(html),
    onError: () => '1',
  });
  return new RenderedPage(200, {}, await buffer(html));
}

const fail = () => {
  throw new Error('broken');
};

describe('RenderedPage', () => {
  it('is ok if React rendered every part', async () => {
    expect((await renderPage(() => 'a cup $RX("B:0","1") <!--$!-->')).ok).toBe(true);
  });

  it('is not ok if a part failed at once', async () => {
    expect((await renderPage(fail)).ok).toBe(false);
  });

  it('is not ok if a part failed after the rest was sent', async () => {
    const later = setTimeout(10).then(fail);
    expect((await renderPage(() => use(later))).ok).toBe(false);
  });

  it.each([404, 500])('is not ok with status %i', (status) => {
    expect(new RenderedPage(status, {}, Buffer.from('')).ok).toBe(false);
  });
});
