import { UserError } from '../../embedded/lib/errors.mjs';

/** The shop is unavailable for a moment, so it is unknown whether it did what it was asked. */
export class UnavailableError extends Error {
  /** @param {string} message @param {number} [retryAfter] in seconds */
  constructor(message, retryAfter = 1) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

const TRANSIENT = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/** Maps the error of a connection to one that passes, or to one that says what to do. */
export function connectionError(/** @type {string} */ base, /** @type {any} */ error) {
  const { hostname } = new URL(base);
  if (TRANSIENT.includes(error.code)) return new UnavailableError(`no answer from ${base} (${error.code})`);
  if (error.code === 'ENOTFOUND')
    return new UserError(`This machine does not know the name ${hostname}. Run: just hosts`);
  if (base.startsWith('https:') && /CERT|SIGNATURE|ALTNAME/.test(error.code ?? ''))
    return new UserError(
      `The certificate of ${base} is not trusted: ${error.message}.\n` +
        'Name the authority that signed it: CA="$(mkcert -CAROOT)/rootCA.pem" just seed https://...',
    );
  return new UserError(`No answer from ${base}: ${error.message}`);
}

/** The errors of a response as one line. @param {import('./http-client.mjs').Response} response @returns {string} */
export const errorsOf = ({ body }) =>
  body?.errors
    ?.map((/** @type {any} */ { message, field }) => (field ? `${field}: ${message}` : message))
    .join('; ') ?? 'no reason given';
