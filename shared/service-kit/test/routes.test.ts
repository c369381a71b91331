import { ApiError, EndedSessions, routeFactory } from '@ecommerce/service-kit/http';
import { Metrics } from '@ecommerce/service-kit/observability';
import { systemClock } from '@ecommerce/service-kit/runtime';
import { cookieOf, errorOf, newUser, testLog, testSessions } from '@ecommerce/test-kit';
import request from 'supertest';
import { z } from 'zod';
import { createServiceApp } from '../src/http/app.ts';
import { createRouter } from '../src/http/router.ts';

interface Deps {
  /** Names of the steps and handlers called, in order. */
  steps: string[];
  ended: EndedSessions;
}

const route = routeFactory<Deps>();
const Parcel = z.object({ id: z.string(), weight: z.number() });
const parcel = { id: 'p1', weight: 2 };
const answer = { status: 201 as const, description: 'The parcel', schema: Parcel, example: parcel };
const weight = { body: z.strictObject({ weight: z.number() }) };
const common = {
  operationId: 'createParcel',
  method: 'post' as const,
  access: 'public' as const,
  summary: 'Create a parcel',
  answer,
  errors: [],
};

const step =
  (name: string) =>
  async (_input: unknown, { steps }: Deps) => {
    steps.push(name);
  };

const routes = [
  route({ ...common, ...weight, path: '/parcels', handler: ({ body }) => ({ ...parcel, ...body }) }),
  route({ ...common, path: '/empty-body', body: z.strictObject({}), handler: () => parcel }),
  route({ ...common, path: '/broken-answer', handler: () => JSON.parse('{"id":1}') }),
  route({ ...common, path: '/leaking-answer', handler: () => ({ ...parcel, secret: 1 }) }),
  route({
    ...common,
    path: '/undeclared',
    handler: () => {
      throw new ApiError('cart_empty');
    },
  }),
  route({
    ...common,
    path: '/declared',
    errors: ['cart_full', new ApiError('cart_empty', { field: 'items' })],
    handler: () => {
      throw new ApiError('cart_empty');
    },
  }),
  route({
    ...common,
    ...weight,
    path: '/signed-in/:id',
    access: 'signedIn',
    params: z.object({ id: z.string() }),
    query: z.object({ page: z.coerce.number().default(1) }),
    headers: z.object({ 'x-note': z.string() }),
    before: [
      step('first'),
      async ({ params, user }, { steps }) => void steps.push(`second ${params.id} ${user.email}`),
    ],
    onError: (_req, { steps }) => void steps.push('onError'),
    handler: ({ params, query, headers, body, user }, { steps }) => {
      steps.push(`handler ${params.id} ${query.page} ${headers['x-note']} ${user.email}`);
      return { ...parcel, ...body };
    },
  }),
  route({
    ...common,
    path: '/before-fails',
    errors: ['uploads_busy'],
    before: [
      async () => {
        throw new ApiError('uploads_busy');
      },
      step('skipped'),
    ],
    onError: (_req, { steps }) => void steps.push('onError'),
    handler: () => parcel,
  }),
  route({
    ...common,
    path: '/session-ends',
    access: 'signedIn',
    // As while a form arrives.
    before: [async ({ req }, { ended }) => ended.add([req.sessionId ?? ''])],
    onError: (_req, { steps }) => void steps.push('onError'),
    handler: () => parcel,
  }),
];

/** Builds an app with the routes, and records its steps. */
function appWith(checkAnswers: boolean) {
  const steps: string[] = [];
  const ended = new EndedSessions(900, systemClock);
  const sessions = testSessions({ ended });
  const parts = {
    log: testLog,
    metrics: new Metrics(),
    sessions,
    secure: false,
    notReady: async () => [],
  };
  const router = createRouter(routes, { steps, ended }, sessions, checkAnswers);
  return {
    app: createServiceApp(
      parts,
      router,
      routes.map(({ path }) => path),
    ),
    steps,
  };
}

const outcome = async (checkAnswers: boolean, path: string) => {
  const response = await request(appWith(checkAnswers).app).post(path).send({});
  return response.status < 400 ? response.status : errorOf(response);
};

describe('a route', () => {
  it('answers with the status and the result of its handler', async () => {
    const { status, body } = await request(appWith(true).app).post('/parcels').send({ weight: 3 });
    expect({ status, body }).toEqual({ status: 201, body: { id: 'p1', weight: 3 } });
  });

  it.each([
    ['a wrong type', { weight: 'heavy' }, 'weight', 'invalid_value'],
    ['an unknown field', { weight: 1, colour: 'red' }, 'colour', 'unknown_field'],
    ['nothing', {}, 'weight', 'required'],
  ])('names the field of a body with %s', async (_name, body, field, code) => {
    const response = await request(appWith(true).app).post('/parcels').send(body);
    expect(errorOf(response)).toEqual({ status: 400, codes: [code], fields: [field] });
    expect(response.body.errors).toHaveLength(1);
  });

  it.each([
    ['invalid_json', 'application/json', '{'],
    ['unsupported_charset', 'application/json; charset=latin1', '{}'],
    ['unsupported_media_type', 'text/plain', 'weight'],
    ['body_too_large', 'application/json', JSON.stringify('x'.repeat(200_000))],
  ])('answers %s to an unreadable body of type %s', async (code, type, body) => {
    const response = await request(appWith(true).app).post('/empty-body').type(type).send(body);
    expect(errorOf(response)).toMatchObject({ status: 400, codes: [code] });
  });

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8', 'UTF8', '"utf8"', 'unicode-1-1-utf-8'])(
    'accepts a body with the charset %s',
    async (charset) => {
      const call = request(appWith(true).app).post('/parcels').type(`application/json; charset=${charset}`);
      expect((await call.send('{"weight":3}')).status).toBe(201);
    },
  );

  it.each(['latin1', 'utf', 'utf-88', 'none'])('rejects a body with the charset %s', async (charset) => {
    const call = request(appWith(true).app).post('/empty-body').type(`application/json; charset=${charset}`);
    expect(errorOf(await call.send('{}'))).toMatchObject({ status: 400, codes: ['unsupported_charset'] });
  });

  it('treats a missing body as an empty one', async () => {
    expect((await request(appWith(true).app).post('/empty-body')).status).toBe(201);
  });
});

describe('checkAnswers', () => {
  const internalError = { status: 500, codes: ['internal_error'], fields: [undefined] };

  it.each(['/broken-answer', '/leaking-answer'])(
    'answers 500 when the answer does not match the schema: %s',
    async (path) => {
      expect(await outcome(true, path)).toEqual(internalError);
      expect(await outcome(false, path)).toBe(201);
    },
  );

  it('answers 500 for an error that the route does not declare', async () => {
    const cartEmpty = { status: 400, codes: ['cart_empty'], fields: [undefined] };
    expect(await outcome(true, '/undeclared')).toEqual(internalError);
    expect(await outcome(false, '/undeclared')).toEqual(cartEmpty);
    expect(await outcome(true, '/declared')).toEqual(cartEmpty);
  });
});

describe('the steps of a route', () => {
  const cookie = cookieOf({ ...newUser(), email: 'ada@example.com' });

  it('authenticates before everything else', async () => {
    const { app, steps } = appWith(true);
    const response = await request(app).post('/signed-in/7?page=x').send({ weight: 'heavy' });
    expect(errorOf(response)).toEqual({ status: 401, codes: ['not_signed_in'], fields: [undefined] });
    expect(steps).toEqual(['onError']);
  });

  it('runs the `before` steps in order, validates, then calls the handler', async () => {
    const { app, steps } = appWith(true);
    const response = await request(app)
      .post('/signed-in/7?page=2')
      .set({ Cookie: cookie, 'X-Note': 'fragile' })
      .send({ weight: 3 });
    expect(response.status).toBe(201);
    expect(steps).toEqual(['first', 'second 7 ada@example.com', 'handler 7 2 fragile ada@example.com']);
  });

  it('runs onError when validation fails', async () => {
    const { app, steps } = appWith(true);
    const response = await request(app).post('/signed-in/7').set({ Cookie: cookie, 'X-Note': 'x' }).send({});
    expect(errorOf(response)).toEqual({ status: 400, codes: ['required'], fields: ['weight'] });
    expect(steps).toEqual(['first', 'second 7 ada@example.com', 'onError']);
  });

  it('runs only onError when a `before` step fails', async () => {
    const { app, steps } = appWith(true);
    const response = await request(app).post('/before-fails');
    expect(errorOf(response)).toMatchObject({ status: 429, codes: ['uploads_busy'] });
    expect(response.headers['retry-after']).toBe('1');
    expect(steps).toEqual(['onError']);
  });

  it('rejects a session that ends during a `before` step', async () => {
    const { app, steps } = appWith(true);
    const response = await request(app).post('/session-ends').set('Cookie', cookie);
    expect(errorOf(response)).toMatchObject({ status: 401, codes: ['not_signed_in'] });
    expect(steps).toEqual(['onError']);
  });
});
