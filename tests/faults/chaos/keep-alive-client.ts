import http from 'node:http';

/** How a request ended. */
export interface Outcome {
  /** Whether the connection had served an earlier response. */
  reused: boolean;
  /** HTTP status; 0 without a complete response. */
  status: number;
  /** Whether the response had `Connection: close`. */
  closing: boolean;
  /** The reason for the missing response. */
  error?: string;
}

export type Send = (method: string, path: string, body?: object) => Promise<Outcome>;

/** Creates a client that sends requests over one connection, which stays open until the server closes it. */
export function keepAliveClient(url: string, cookie: string): Send {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  return (method, path, body) => {
    const headers = { cookie, ...(body && { 'content-type': 'application/json' }) };
    return new Promise((resolve) => {
      const request = http.request(url + path, { method, headers, agent });
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
  };
}
