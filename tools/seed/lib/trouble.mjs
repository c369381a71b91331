import { UserError } from '../../embedded/lib/errors.mjs';

/** A part of the shop is away for a moment, so it is not known whether it did what it was asked. */
export class Away extends Error {
  /** @param {string} message @param {number} [retryAfter] in seconds */
  constructor(message, retryAfter = 1) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

const PASSING = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/** What it means that no answer came: something that passes, or something to put right. */
export function troubleOf(/** @type {string} */ base, /** @type {any} */ error) {
  if (error instanceof Away) return error;
  const { hostname } = new URL(base);
  if (PASSING.includes(error.code)) return new Away(`nothing answers at ${base} (${error.code})`);
  if (error.code === 'ENOTFOUND')
    return new UserError(`This machine does not know the name ${hostname}. What to do about it: just hosts`);
  if (base.startsWith('https:') && /CERT|SIGNATURE|ALTNAME/.test(error.code ?? ''))
    return new UserError(
      `The certificate of ${base} is not trusted: ${error.message}.\n` +
        'Name the authority that made it: CA="$(mkcert -CAROOT)/rootCA.pem" just seed https://...',
    );
  return new UserError(`No answer from ${base}: ${error.message}`);
}

/**
 * Makes sure that it is the shop that answers, before anything is made.
 * @param {import('./shop.mjs').Shop} shop @throws {UserError}
 */
export async function mustBeShop(shop) {
  const { status, headers, body } = await shop.ask('GET', '/api/users/currentuser').catch((error) => {
    if (!(error instanceof Away)) throw error;
    throw new UserError(
      `The shop is not up: ${error.message}.\n` +
        'Start it with `docker compose up` or `npm start`, or name where it is: just seed https://ecommerce.local',
    );
  });
  if (headers.location)
    throw new UserError(
      `${shop.base} leads to ${new URL(headers.location, shop.base).origin}: name that instead.`,
    );
  if (status !== 200 || body?.currentUser === undefined)
    throw new UserError(
      `What answers at ${shop.base} is not the shop (${status}). \`just doctor\` tells what has its ports.`,
    );
}
