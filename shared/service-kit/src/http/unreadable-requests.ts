import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from './errors.ts';
import { API_METHODS, methodNotAllowed } from './methods.ts';

/** Bytes. All applications on a host share its cookies; Node's default of 16 KiB is less than a few of them can set. */
export const MAX_HEADER_BYTES = 64 * 1024;

const codes = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
} as const;

interface ParseError extends NodeJS.ErrnoException {
  /** The bytes that arrived last. */
  rawPacket?: Buffer;
}

/** A request line whose method Node's parser does not know. */
const UNKNOWN_METHOD = /^([\w!#$%&'*+.^`|~-]+) (\/\S*) HTTP\/1\.\d\r?\n/;

/** Answers requests that Node cannot read, or does not pass on, in the format of all other errors. */
export function answerUnreadableRequests(server: Server): void {
  server.on('clientError', (error: ParseError, socket: Duplex) => {
    if (!socket.writable || cannotAnswer(socket)) return void socket.destroy();
    const wasBeingRead = pendingResponse(socket) !== undefined;
    end(socket, toApiError(error), () => wasBeingRead && socket.destroy());
  });
  // Node would close the connection, which the gateway takes for a service that is not running.
  server.on('connect', ({ url = '' }, socket: Duplex) =>
    end(socket, methodNotAllowed('CONNECT', url, API_METHODS)),
  );
}

function toApiError({ code, rawPacket }: ParseError): ApiError {
  const [, method, path = ''] =
    (code === 'HPE_INVALID_METHOD' && UNKNOWN_METHOD.exec(rawPacket?.toString('latin1') ?? '')) || [];
  if (method) return methodNotAllowed(method, path.split('?')[0] ?? '', API_METHODS);
  return new ApiError(codes[code as keyof typeof codes] ?? 'malformed_request');
}

/** Sends an error as the last bytes of a connection. */
function end(socket: Duplex, { status, errors, headers }: ApiError, onSent?: () => void): void {
  const body = JSON.stringify({ errors });
  const lines = Object.entries({
    ...headers,
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} \r\n${lines.join('')}\r\n${body}`, onSent);
}

/** The response that the app has not finished yet. */
const pendingResponse = (socket: Duplex): ServerResponse | undefined =>
  '_httpMessage' in socket ? ((socket._httpMessage as ServerResponse | null) ?? undefined) : undefined;

/**
 * After the first byte of a response, anything else would be read as a part of it; after a complete request, as the
 * response to that one.
 */
function cannotAnswer(socket: Duplex): boolean {
  const pending = pendingResponse(socket);
  return pending !== undefined && (pending.headersSent || pending.req.complete);
}
