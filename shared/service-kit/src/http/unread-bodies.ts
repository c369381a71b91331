import type { IncomingMessage } from 'node:http';
import { MAX_FORM_BYTES } from '@ecommerce/contracts';
import type { Request, Response } from 'express';

/** Bytes of a body that are read only to be discarded. */
const MAX_DISCARDED_BYTES = MAX_FORM_BYTES;
/** Without `Content-Length`, nobody knows how much would follow. */
const MAX_DISCARDED_BYTES_OF_UNKNOWN = 2 ** 20;
/** Milliseconds for which a body is read after its response. */
const LINGER_MS = 5000;

/** Whether a request has a body, which may still have to arrive. */
export const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/**
 * Responds after the rest of the request's body, which is discarded: NGINX drops a response that comes while it sends a
 * body, and browsers drop one whose connection is reset. A body that is too large for that is answered at once; it is
 * discarded for a short time, then its connection is closed.
 */
export function respondAfterBody(req: Request, res: Response, respond: () => void): void {
  if (!hasBody(req) || req.complete || req.destroyed) {
    respond();
    return;
  }
  const length = req.headers['content-length'];
  const maxBytes = length === undefined ? MAX_DISCARDED_BYTES_OF_UNKNOWN : MAX_DISCARDED_BYTES;
  const answer = once(() => {
    if (!res.headersSent) respond();
  });
  const giveUp = () => {
    answer();
    closeLater(req);
  };
  if (Number(length ?? 0) > maxBytes) giveUp();
  else limitBody(req, maxBytes, giveUp);
  req.once('end', answer).once('close', answer).resume();
}

/** Calls `onExcess` when a body is longer than `maxBytes`, as soon as more have arrived. */
export function limitBody(req: IncomingMessage, maxBytes: number, onExcess: () => void): void {
  let left = maxBytes;
  const count = (chunk: Buffer) => {
    left -= chunk.length;
    if (left >= 0) return;
    req.off('data', count);
    onExcess();
  };
  req.on('data', count);
}

/** Closes the connection of a body that does not end in time, or is longer than what is discarded. */
function closeLater(req: Request): void {
  const close = () => {
    if (!req.complete) req.socket.destroy();
  };
  const timer = setTimeout(close, LINGER_MS).unref();
  req.once('end', () => clearTimeout(timer));
  limitBody(req, MAX_DISCARDED_BYTES, close);
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
