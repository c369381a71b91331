import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { Books } from './books.ts';
import type { Fault, Faults } from './faults.ts';
import { StripeFailure } from './objects.ts';

type Act = (req: Request) => unknown;

const storm: StripeFailure['body'] = {
  type: 'api_error',
  message: 'An error was asked for over /_emulator/faults.',
};

/**
 * Runs a POST under its idempotency key, by Stripe's rules (https://docs.stripe.com/api/idempotent_requests): the first
 * answer is stored, declines and server errors included, and given again to the same body; another body
 * is refused, and so is the same key while its first request is under way. Requests that fail validation leave no trace.
 */
export function idempotent(books: Books, faults: Faults, act: Act): RequestHandler {
  const underWay = new Set<string>();
  return async (req, res) => {
    const key = req.get('idempotency-key');
    if (!key) return answer(req, res, faults.strike(req.path), () => perform(act, req));
    const name = `${req.path} ${key}`;
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(req.body ?? {}))
      .digest('hex');
    if (underWay.has(name)) throw inUse(key);
    underWay.add(name);
    try {
      const fault = faults.strike(req.path);
      await answer(req, res, fault, () => {
        const stored = books.answers.get(name);
        if (stored && stored.fingerprint !== fingerprint) throw changedBody(key);
        if (stored) {
          res.set('Idempotent-Replayed', 'true');
          return stored;
        }
        const result = fault?.mode === 'error_500' ? failure(500, storm) : perform(act, req);
        const final = fault?.mode === 'error_500_after' ? failure(500, storm) : result;
        if (final.status < 400 || final.status === 402 || final.status >= 500)
          books.saveAnswer({ key: name, fingerprint, ...final });
        return final;
      });
    } finally {
      underWay.delete(name);
    }
  };
}

interface Result {
  status: number;
  body: unknown;
}

const failure = (status: number, error: StripeFailure['body']): Result => ({ status, body: { error } });

function perform(act: Act, req: Request): Result {
  try {
    return { status: 200, body: act(req) };
  } catch (error) {
    if (error instanceof StripeFailure) return failure(error.status, error.body);
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
  const { status, body } = act();
  if (fault?.mode === 'charge_then_drop') return void req.socket.destroy();
  if (fault?.mode === 'charge_then_hang') return;
  res.status(status).json(body);
}

const changedBody = (key: string) =>
  new StripeFailure(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });

const inUse = (key: string) =>
  new StripeFailure(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key: ${key}.`,
  });
