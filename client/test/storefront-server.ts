import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cachePages } from '../serve/page-cache.mjs';

const servers: Server[] = [];

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** Storefront whose pages show only the API's response, the cookie and the names of the headers they got. */
export class TestStorefront {
  /** The API's response. */
  answer = { status: 200, total: '1', text: 'a cup' };
  /** The status of each page. */
  status = 200;
  /** Appended to each page. */
  suffix = '';
  /** Awaited by each render after its reads. */
  beforeEnd = async () => {};
  reads = 0;
  renders = 0;
  #url = '';

  /** @param renderTimeoutMs the time limit of a cached page's render */
  async start(renderTimeoutMs?: number): Promise<this> {
    const api = await listen((_req, res) => {
      this.reads += 1;
      const { status, total, text } = this.answer;
      res.writeHead(status, { 'x-total-count': total }).end(text);
    });
    const page: RequestListener = async (req, res) => {
      this.renders += 1;
      const nonce = `nonce-of-render-${this.renders}`;
      const { cookie, 'x-render-id': id, ...headers } = req.headers;
      const reads = globalThis.recordedRenders?.get(String(id)) ?? globalThis;
      const answer = await reads.fetch(api, { headers: cookie ? { cookie } : {} });
      res.statusCode = this.status;
      res.setHeader('content-type', 'text/html');
      res.setHeader('content-security-policy', `script-src 'nonce-${nonce}'`);
      res.write(`<script nonce="${nonce}"></script>`);
      const total = answer.headers.get('x-total-count');
      const text = `${await answer.text()} of ${total} ${cookie} ${Object.keys(headers)}`;
      await this.beforeEnd();
      res.end(text + this.suffix);
    };
    this.#url = await listen(cachePages(page, renderTimeoutMs));
    return this;
  }

  /** Opens a page. Returns its status, its encoding, its HTML and the nonce of its policy. */
  async open(path = '/', headers: Record<string, string> = {}) {
    const response = await fetch(this.#url + path, { headers });
    return {
      status: response.status,
      encoding: response.headers.get('content-encoding'),
      html: await response.text(),
      nonce: /'nonce-(.+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1],
    };
  }
}
