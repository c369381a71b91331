import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { invalid } from './errors.ts';

/**
 * Middleware that rejects requests for host names on the internet with 403. A page there could otherwise read the emulator's
 * data: its host name can be made to resolve to this machine (DNS rebinding). An IP address cannot, and nobody owns a name
 * without a dot, such as `localhost` or that of a container.
 */
export const rejectForeignHosts: RequestHandler = (req, _res, next) => {
  if (!isLocalName(req.hostname ?? ''))
    throw invalid('The emulator answers to no host name of the internet.', undefined, undefined, 403);
  next();
};

const isLocalName = (host: string): boolean =>
  /^[^.]+$/.test(host) || host.endsWith('.localhost') || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
