export { assertOwner, notOwner } from './authorize.ts';
export { EndedSessions } from './ended-sessions.ts';
export { ApiError } from './errors.ts';
export { defaultLimits, type RouteLimit } from './fair-use.ts';
export { fetchJson } from './fetch-json.ts';
export { pageWindow, setPageHeaders } from './pagination.ts';
export { placeOf } from './place.ts';
export { type Access, type Route, routeFactory } from './route.ts';
export {
  clearToken,
  type RenewedSession,
  type RenewSession,
  requireUser,
  Sessions,
  setToken,
} from './session.ts';
export { keyId, parsePrivateKey, parsePublicKeys } from './session-keys.ts';
export { type SessionClaims, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from './session-token.ts';
export { SharedRateLimit } from './shared-rate-limit.ts';
export { limitBody } from './unread-bodies.ts';
