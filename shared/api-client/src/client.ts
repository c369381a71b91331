import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema.generated.ts';
import type { SessionCookie } from './session-cookie.ts';

/** Client of the API: `api.GET('/api/orders/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths>;

/**
 * The result of a call: `data` of a 2xx response, otherwise `error`. At run time `error` is text or undefined if a
 * proxy answered instead of the API.
 */
export type ApiResult<Data> =
  | { data: Data; error?: never; response: Response }
  | { data?: never; error: components['schemas']['Errors']; response: Response };

export interface ApiClientOptions extends Omit<ClientOptions, 'baseUrl' | 'Request'> {
  /** The base URL of all requests, or a function that returns it for the path of each. Default: the page's origin. */
  baseUrl?: string | ((path: string) => string);
  /** Keeps the session of a user. Browsers keep it themselves. */
  session?: SessionCookie;
}

/**
 * Creates a client. A call resolves for each status; it rejects with the error of `fetch` if there is no response, and
 * with a `SyntaxError` if a 2xx response is not JSON.
 */
export function createApiClient({ baseUrl = '', session, ...options }: ApiClientOptions = {}): ApiClient {
  const client = createClient<paths>({
    ...options,
    ...(typeof baseUrl === 'string' ? { baseUrl } : { Request: requestAt(baseUrl) }),
  });
  if (session) client.use(session);
  return client;
}

/** A `Request` that adds the base URL to its path. */
const requestAt = (baseUrl: (path: string) => string): typeof Request =>
  class extends Request {
    constructor(path: string | URL | Request, init?: RequestInit) {
      super(`${baseUrl(String(path))}${path}`, init);
    }
  };
