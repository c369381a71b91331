import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Fault, Faults } from './faults.ts';
import { StripeError } from './objects.ts';
import type { Store } from './store.ts';

export type Act = (req: Request) => unknown;

const serverError: StripeError['body'] = {
  type: 'api_error',
  message: 'An error was asked for over /_emulator/faults.',
};
const rateLimited: StripeError['body'] = {
  ...serverError,
  type: 'invalid_request_error',
  code: 'rate_limit',
};

/**
 * Runs POSTs under their idempotency keys, by Stripe's rules (https://docs.stripe.com/api/idempotent_requests): the first
 * answer is stored, declines and server errors included, and given again to the same request; another body or endpoint
 * is refused, and so is the same key while its first request is under way. Requests that fail validation leave no trace.
 */
export function idempotency(store: Store, faults: Faults): (act: Act) => RequestHandler {
  const inFlight = new Set<string>();
  return (act) => async (req, res) => {
    const key = req.get('idempotency-key');
    if (key && inFlight.has(key)) throw inUse(key);
    const fault = faults.nextFault(req.path);
    const work = () => perform(act, req, fault);
    if (key) inFlight.add(key);
    try {
      await answer(req, res, fault, () =>
        store.transaction(() => (key ? replayedOr(store, key, req, res, work) : work())),
      );
    } finally {
      if (key) inFlight.delete(key);
    }
  };
}

interface Result {
  status: number;
  body: unknown;
}

const failure = (status: number, error: StripeError['body']): Result => ({ status, body: { error } });

function replayedOr(store: Store, key: string, req: Request, res: Response, work: () => Result): Result {
  const { path } = req;
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(req.body ?? {}))
    .digest('hex');
  const stored = store.answers.get(key);
  if (stored) {
    if (stored.path !== path) throw otherEndpoint(key, stored.path);
    if (stored.fingerprint !== fingerprint) throw changedBody(key);
    res.set('Idempotent-Replayed', 'true');
    return stored;
  }
  const result = work();
  if (result.status < 400 || result.status === 402 || result.status >= 500)
    store.saveAnswer({ key, path, fingerprint, ...result });
  return result;
}

function perform(act: Act, req: Request, fault: Fault | undefined): Result {
  if (fault?.mode === 'error_500') return failure(500, serverError);
  const result = resultOf(act, req);
  return fault?.mode === 'error_500_after' ? failure(500, serverError) : result;
}

function resultOf(act: Act, req: Request): Result {
  try {
    return { status: 200, body: act(req) };
  } catch (error) {
    if (error instanceof StripeError) return failure(error.status, error.body);
    throw error;
  }
}

async function answer(
  req: Request,
  res: Response,
  fault: Fault | undefined,
  act: () => Result,
): Promise<void> {
  if (fault?.delayMs) await sleep(fault.delayMs);
  if (fault?.mode === 'drop_before') return void req.socket.destroy();
  const { status, body } = fault?.mode === 'error_429' ? failure(429, rateLimited) : act();
  if (fault?.mode === 'charge_then_drop') return void req.socket.destroy();
  if (fault?.mode === 'charge_then_hang') return;
  res.status(status).json(body);
}

const otherEndpoint = (key: string, path: string) =>
  new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
  });

const changedBody = (key: string) =>
  new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });

const inUse = (key: string) =>
  new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key: ${key}.`,
  });
