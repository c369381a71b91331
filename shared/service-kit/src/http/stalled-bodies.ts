import type { Request, RequestHandler, Response } from 'express';
import { sendError } from './error-handler.ts';
import { ApiError } from './errors.ts';

export interface BodyTransferLimits {
  /** Milliseconds for which a body may arrive slower than `minBytesPerSecond`. */
  patienceMs: number;
  minBytesPerSecond: number;
}

/** Limits of a body's transfer. Lower rates are of no use to a person, and hold a place that others wait for. */
const DEFAULT_LIMITS: BodyTransferLimits = { patienceMs: 10_000, minBytesPerSecond: 4096 };
const CHECKS_PER_PATIENCE = 10;

/**
 * Middleware that ends requests whose body stalls, with 408 `request_timeout`. The connection is closed, so whatever reads
 * the body fails and frees its resources. Slow bodies that keep arriving are not limited.
 */
export const endStalledBodies =
  (limits: BodyTransferLimits = DEFAULT_LIMITS): RequestHandler =>
  (req, res, next) => {
    if (hasBody(req)) watch(req, res, limits);
    next();
  };

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function watch(req: Request, res: Response, { patienceMs, minBytesPerSecond }: BodyTransferLimits): void {
  const { socket } = req;
  const intervalMs = patienceMs / CHECKS_PER_PATIENCE;
  let received = socket.bytesRead;
  // Counted in checks, not by the clock, so that a busy process does not take its own delay for the client's.
  let patienceLeftMs = patienceMs;
  const timer = setInterval(() => {
    if (req.complete || socket.destroyed) return clearInterval(timer);
    const earnedMs = ((socket.bytesRead - received) * 1000) / minBytesPerSecond;
    received = socket.bytesRead;
    patienceLeftMs = Math.min(patienceMs, patienceLeftMs - intervalMs + earnedMs);
    if (waitsForReader(req)) patienceLeftMs = patienceMs;
    if (patienceLeftMs > 0) return;
    clearInterval(timer);
    if (res.headersSent) socket.destroy();
    else rejectBody(req, res);
  }, intervalMs);
  timer.unref();
  req.once('close', () => clearInterval(timer));
}

/** Whether the body arrives faster than it is read, so that the connection is paused. */
const waitsForReader = (req: Request): boolean => req.readableLength >= req.readableHighWaterMark;

function rejectBody(req: Request, res: Response): void {
  // After its response, Node no longer reports the end of the connection to the reader of the body.
  res.once('finish', () => req.destroy());
  res.set('Connection', 'close');
  sendError(res, new ApiError('request_timeout'));
}
