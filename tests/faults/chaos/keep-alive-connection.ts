import http from 'node:http';

/** How a request ended. */
export interface Outcome {
  /** Whether the connection had brought an answer before. */
  reused: boolean;
  /** Of a whole answer; 0 without one. */
  status: number;
  /** Whether the answer asked for a new connection. */
  closing: boolean;
  /** Why there is no whole answer. */
  error?: string;
}

/** One connection at a time to one process, kept open until the process closes it. */
export class KeepAliveConnection {
  private readonly agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  private readonly url: string;
  private readonly cookie: string;

  constructor(url: string, cookie: string) {
    this.url = url;
    this.cookie = cookie;
  }

  send(method: string, path: string, body?: object): Promise<Outcome> {
    const headers = { cookie: this.cookie, ...(body && { 'content-type': 'application/json' }) };
    return new Promise((resolve) => {
      const request = http.request(this.url + path, { method, headers, agent: this.agent });
      const end = (outcome: Omit<Outcome, 'reused'>) => resolve({ reused: request.reusedSocket, ...outcome });
      const fail = (error: NodeJS.ErrnoException) =>
        end({ status: 0, closing: false, error: `${method} ${path}: ${error.code} ${error.message}` });
      request.on('error', fail);
      request.on('response', (response) => {
        const { statusCode: status = 0, headers } = response;
        response.on('error', fail).on('end', () => end({ status, closing: headers.connection === 'close' }));
        response.resume();
      });
      request.end(body && JSON.stringify(body));
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
