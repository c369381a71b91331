import { UserError } from '../../embedded/lib/errors.mjs';

/** The shop is temporarily unavailable, so the outcome of the request is unknown. */
export class UnavailableError extends Error {
  /** @param {string} message @param {number} [retryAfter] in seconds */
  constructor(message, retryAfter = 1) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

const TRANSIENT = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/** Maps a connection error to `UnavailableError` if it is transient, otherwise to an error that says what to do. */
export function connectionError(/** @type {string} */ base, /** @type {any} */ error) {
  const { hostname } = new URL(base);
  if (TRANSIENT.includes(error.code)) return new UnavailableError(`no response from ${base} (${error.code})`);
  if (error.code === 'ENOTFOUND')
    return new UserError(`The host name ${hostname} does not resolve. Run: just hosts`);
  if (base.startsWith('https:') && /CERT|SIGNATURE|ALTNAME/.test(error.code ?? ''))
    return new UserError(
      `The certificate of ${base} is not trusted: ${error.message}.\n` +
        'Set CA to the certificate of its CA: CA="$(mkcert -CAROOT)/rootCA.pem" just seed https://...',
    );
  return new UserError(`No response from ${base}: ${error.message}`);
}

/** Formats the errors of a response in one line. @param {import('@ecommerce/contracts').ErrorBody} [body] */
export const errorsOf = (body) =>
  body?.errors?.map(({ message, field }) => (field ? `${field}: ${message}` : message)).join('; ') ??
  'no reason given';
