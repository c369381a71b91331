import type { Request, RequestHandler, Response } from 'express';
import { sendError } from './error-handler.ts';
import { ApiError } from './errors.ts';
import { hasBody } from './unread-bodies.ts';

/** A minimum rate: bodies may be slower for `patienceMs` in all, and faster transfers earn patience back. */
interface MinimumRate {
  /** Milliseconds for which a body may arrive slower than `minBytesPerSecond`. */
  patienceMs: number;
  minBytesPerSecond: number;
}

/** Lower rates are of no use to a person, and hold a connection that others wait for. */
const EVERY_BODY: MinimumRate[] = [{ patienceMs: 10_000, minBytesPerSecond: 4096 }];
/** A form holds a place that others wait for, so the largest one must arrive at a rate that fits the limit of a request. */
const FORMS: MinimumRate[] = [...EVERY_BODY, { patienceMs: 30_000, minBytesPerSecond: 16_000 }];
const CHECKS_PER_PATIENCE = 10;

/**
 * Middleware that ends requests whose body arrives too slowly, with 408 `request_timeout`. The connection is closed, so
 * whatever reads the body fails and frees its resources. Bodies that wait for their reader are not limited.
 */
export const endStalledBodies =
  (everyBody: MinimumRate[] = EVERY_BODY, forms: MinimumRate[] = FORMS): RequestHandler =>
  (req, res, next) => {
    if (hasBody(req)) watch(req, res, req.is('multipart/form-data') ? forms : everyBody);
    next();
  };

function watch(req: Request, res: Response, rates: MinimumRate[]): void {
  const { socket } = req;
  const intervalMs = Math.min(...rates.map(({ patienceMs }) => patienceMs)) / CHECKS_PER_PATIENCE;
  const budgets = rates.map((rate) => new PatienceBudget(rate, intervalMs));
  let received = socket.bytesRead;
  const timer = setInterval(() => {
    if (req.complete || socket.destroyed) return clearInterval(timer);
    const bytes = socket.bytesRead - received;
    received = socket.bytesRead;
    const waits = waitsForReader(req);
    for (const budget of budgets) budget.spend(bytes, waits);
    if (budgets.every((budget) => budget.leftMs > 0)) return;
    clearInterval(timer);
    if (res.headersSent) socket.destroy();
    else rejectBody(req, res);
  }, intervalMs);
  timer.unref();
  req.once('close', () => clearInterval(timer));
}

/** Counted in checks, not by the clock, so that a busy process does not take its own delay for the client's. */
class PatienceBudget {
  leftMs: number;
  private readonly rate: MinimumRate;
  private readonly intervalMs: number;

  constructor(rate: MinimumRate, intervalMs: number) {
    this.rate = rate;
    this.intervalMs = intervalMs;
    this.leftMs = rate.patienceMs;
  }

  /** Counts one interval. @param waits whether the body waited for its reader, so that its rate tells nothing */
  spend(bytes: number, waits: boolean): void {
    const { patienceMs, minBytesPerSecond } = this.rate;
    const earnedMs = (bytes * 1000) / minBytesPerSecond;
    this.leftMs = waits ? patienceMs : Math.min(patienceMs, this.leftMs - this.intervalMs + earnedMs);
  }
}

/** Whether the body arrives faster than it is read, so that the connection is paused. */
const waitsForReader = (req: Request): boolean => req.readableLength >= req.readableHighWaterMark;

function rejectBody(req: Request, res: Response): void {
  // After its response, Node no longer reports the end of the connection to the reader of the body.
  res.once('finish', () => req.destroy());
  res.set('Connection', 'close');
  sendError(res, new ApiError('request_timeout'));
}
