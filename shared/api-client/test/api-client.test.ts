import { createApiClient, SessionCookie, toFormData } from '../src/index.ts';

/** Records requests and answers each with the next response. */
function stubFetch(...responses: Response[]) {
  const requests: Request[] = [];
  const fetch = async (request: Request) => {
    requests.push(request);
    return responses.shift() ?? Response.json({ currentUser: null });
  };
  return { requests, fetch };
}

const id = '6909f2067c3e4d5a6b7c8d03';

describe('createApiClient', () => {
  it('sends a request to the base URL', async () => {
    const { requests, fetch } = stubFetch();
    const api = createApiClient({ baseUrl: 'http://shop.test', fetch });
    await api.GET('/api/products', { params: { query: { page: 2, search: 'a cup', mine: undefined } } });
    expect(requests.map(({ url }) => url)).toEqual(['http://shop.test/api/products?page=2&search=a%20cup']);
  });

  it('asks for the base URL of each path', async () => {
    const { requests, fetch } = stubFetch();
    const paths: string[] = [];
    const baseUrl = (path: string) => {
      paths.push(path);
      return `http://${path.split('/')[2]}.test`;
    };
    const api = createApiClient({ baseUrl, fetch });
    await api.DELETE('/api/orders/{id}', { params: { path: { id } } });
    await api.POST('/api/payments', { body: { orderId: id, token: 'tok_visa' } });
    expect(paths).toEqual([`/api/orders/${id}`, '/api/payments']);
    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `DELETE http://orders.test/api/orders/${id}`,
      'POST http://payments.test/api/payments',
    ]);
    expect(requests[1]?.headers.get('content-type')).toBe('application/json');
    expect(await requests[1]?.json()).toEqual({ orderId: id, token: 'tok_visa' });
  });

  it('resolves to the error of a response', async () => {
    const body = { errors: [{ code: 'order_not_found', message: 'This order does not exist.' }] };
    const { fetch } = stubFetch(Response.json(body, { status: 404 }));
    const api = createApiClient({ baseUrl: 'http://shop.test', fetch });
    const { data, error, response } = await api.GET('/api/orders/{id}', { params: { path: { id } } });
    expect({ data, error, status: response.status }).toEqual({ error: body, status: 404 });
  });

  it('rejects without a response, and for a success that is not JSON', async () => {
    const { fetch } = stubFetch(new Response('hello'));
    const offline = () => Promise.reject(new TypeError('fetch failed'));
    const read = (send: typeof fetch) =>
      createApiClient({ baseUrl: 'http://shop.test', fetch: send }).GET('/api/cart');
    await expect(read(fetch)).rejects.toThrow(SyntaxError);
    await expect(read(offline)).rejects.toThrow('fetch failed');
  });
});

describe('SessionCookie', () => {
  it('sends the cookie that the last response set', async () => {
    const cookie = (value: string): { headers: [string, string][] } => ({
      headers: ['device=1; path=/', `session=${value}; path=/; httponly`].map((set) => ['set-cookie', set]),
    });
    const user = { id, email: 'ada@example.com' };
    const { requests, fetch } = stubFetch(
      Response.json(user, cookie('one')),
      Response.json(user, cookie('two')),
    );
    const session = new SessionCookie();
    const api = createApiClient({ baseUrl: 'http://shop.test', fetch, session });
    const body = { email: user.email, password: 'a good password' };
    await api.POST('/api/users/signup', { body });
    await api.POST('/api/users/signin', { body });
    await api.GET('/api/users/currentuser');
    expect(requests.map(({ headers }) => headers.get('cookie'))).toEqual([
      null,
      'session=one',
      'session=two',
    ]);
    expect(session.value).toBe('session=two');
  });

  it('keeps the cookie of HTTPS, and none but session cookies', async () => {
    const headers = new Headers([
      ['set-cookie', 'device=1; path=/'],
      ['set-cookie', '__Host-session=one; path=/; secure; httponly'],
      ['set-cookie', 'theme=dark'],
    ]);
    const { fetch } = stubFetch(
      Response.json({}, { headers }),
      Response.json({}, { headers: { 'set-cookie': 'a=b' } }),
    );
    const session = new SessionCookie();
    const api = createApiClient({ baseUrl: 'https://shop.test', fetch, session });
    await api.POST('/api/users/signout');
    await api.POST('/api/users/signout');
    expect(session.value).toBe('__Host-session=one');
  });
});

describe('toFormData', () => {
  it('sends the defined fields and the file as a form', async () => {
    const { requests, fetch } = stubFetch();
    const api = createApiClient({ baseUrl: 'http://shop.test', fetch });
    const image = new File(['bytes'], 'cup.png', { type: 'image/png' });
    const body = { title: 'A cup', price: 4.5, quantity: 1, imageUrl: undefined, image };
    await api.POST('/api/products', { body, bodySerializer: toFormData });
    const form = (await requests[0]?.formData()) ?? new FormData();
    expect([...form.keys()]).toEqual(['title', 'price', 'quantity', 'image']);
    expect([form.get('price'), form.get('image')]).toEqual([
      '4.5',
      expect.objectContaining({ name: 'cup.png' }),
    ]);
  });
});
