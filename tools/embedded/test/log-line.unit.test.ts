import { readableLine } from '../lib/log-line.mjs';

const line = (fields: object) =>
  readableLine(JSON.stringify({ level: 'info', time: '2026-01-01T00:00:00Z', service: 'orders', ...fields }));

describe('readableLine', () => {
  it('shows a request as its method, URL, status and duration', () => {
    const request = { req: { method: 'GET', url: '/api/orders' }, res: { status: 200 }, responseTime: 12 };
    expect(line({ ...request, msg: 'request completed' })).toBe('GET /api/orders 200 12 ms');
  });

  it('shows the level of a problem, its fields and the stack of its error', () => {
    const err = { message: 'refused', stack: 'Error: refused\n    at connect' };
    expect(line({ level: 'warn', msg: 'failed to connect', retryInMs: 500, err })).toBe(
      'WARN: failed to connect retryInMs=500\nError: refused\n    at connect',
    );
  });

  it.each(['plain text', '{"not":"a log line"}', '1'])('leaves %s as it is', (text) => {
    expect(readableLine(text)).toBe(text);
  });
});
