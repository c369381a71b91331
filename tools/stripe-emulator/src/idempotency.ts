import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import { StripeError } from './errors.ts';
import type { Fault, Faults } from './faults.ts';
import type { Save, Store } from './store.ts';

/** @returns the body of the response */
type Handler = (body: unknown, save: Save) => unknown;

interface Result {
  status: number;
  body: unknown;
  replayed?: true;
}

/**
 * Executes POSTs by Stripe's rules for idempotency keys (https://docs.stripe.com/api/idempotent_requests): stores the first
 * response, including declines and server errors, and replays it to the same request. Rejects another body or endpoint, and a
 * key whose first request is in flight. Stores nothing for a request that fails validation.
 */
export function idempotency(store: Store, faults: Faults): (handler: Handler) => RequestHandler {
  const inFlight = new Set<string>();
  return (handler) => async (req, res) => {
    const key = req.get('idempotency-key');
    if (key && inFlight.has(key)) throw keyInUse(key);
    const fault = faults.nextFault(req.path);
    const execute = () =>
      store.transaction((save) => {
        const run = () => runWithFault(handler, req.body, save, fault);
        return key ? runOnce(store, key, req, save, run) : run();
      });
    if (key) inFlight.add(key);
    try {
      await respond(req, res, fault, execute);
    } finally {
      if (key) inFlight.delete(key);
    }
  };
}

function runOnce(store: Store, key: string, { path, body }: Request, save: Save, run: () => Result): Result {
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(body ?? {}))
    .digest('hex');
  const stored = store.responses.get(key);
  if (stored) {
    if (stored.path !== path)
      throw keyMisused(key, `for the same endpoint they were first used for ('${stored.path}')`);
    if (stored.fingerprint !== fingerprint)
      throw keyMisused(key, 'with the same parameters they were first used with');
    return { status: stored.status, body: stored.body, replayed: true };
  }
  const result = run();
  if (result.status < 400 || result.status === 402 || result.status >= 500)
    save({ answer: { key, path, fingerprint, ...result } });
  return result;
}

function runWithFault(handler: Handler, body: unknown, save: Save, fault: Fault | undefined): Result {
  if (fault?.mode === 'error_500') return serverError;
  const result = resultOf(() => handler(body, save));
  return fault?.mode === 'error_500_after' ? serverError : result;
}

function resultOf(run: () => unknown): Result {
  try {
    return { status: 200, body: run() };
  } catch (error) {
    if (error instanceof StripeError) return { status: error.status, body: { error: error.body } };
    throw error;
  }
}

async function respond(req: Request, res: Response, fault: Fault | undefined, execute: () => Result) {
  if (fault?.delayMs) await sleep(fault.delayMs);
  if (fault?.mode === 'drop_before') return void req.socket.destroy();
  const { status, body, replayed } = fault?.mode === 'error_429' ? rateLimited : execute();
  if (fault?.mode === 'charge_then_drop') return void req.socket.destroy();
  if (fault?.mode === 'charge_then_hang') return;
  if (replayed) res.set('Idempotent-Replayed', 'true');
  res.status(status).json(body);
}

const message = 'This error was injected through /_emulator/faults.';
const serverError: Result = { status: 500, body: { error: { type: 'api_error', message } } };
const rateLimited: Result = {
  status: 429,
  body: { error: { type: 'invalid_request_error', code: 'rate_limit', message } },
};

const keyMisused = (key: string, rule: string) =>
  new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used ${rule}. Try using a key other than '${key}' if you meant to execute a different request.`,
  });

const keyInUse = (key: string) =>
  new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key: ${key}.`,
  });
