import type { Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ApiError } from './errors.ts';

/** Bytes. All applications on a host share its cookies; Node's default of 16 KiB is less than a few of them can set. */
export const MAX_HEADER_BYTES = 64 * 1024;

const codes = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
} as const;

/** Answers requests whose headers or body cannot be read in the format of all other errors. */
export function answerUnreadableRequests(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || cannotAnswer(socket)) return void socket.destroy();
    const code = codes[error.code as keyof typeof codes] ?? 'malformed_request';
    const { status, errors } = new ApiError(code);
    const body = JSON.stringify({ errors });
    const wasBeingRead = pendingResponse(socket) !== undefined;
    socket.end(
      `HTTP/1.1 ${status} \r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      () => wasBeingRead && socket.destroy(),
    );
  });
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
