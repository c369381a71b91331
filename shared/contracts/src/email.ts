import { z } from 'zod';
import { MAX_EMAIL_LENGTH, MAX_EMAIL_LOCAL_LENGTH } from './limits.ts';

/**
 * The characters that `<input type=email>` accepts
 * (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with what mail needs in addition: a local
 * part of atoms (RFC 5321, 4.1.2), and a domain with a top level, which is not a number.
 */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?\.)+(?!\d+$)[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])$/;

const DOMAIN_OF_ANY_SCRIPT = /^[\p{L}\p{M}\p{N}.-]+$/u;

/** Spells a domain in ASCII, as browsers do, so that one mailbox has one account. */
function toAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 0 || !DOMAIN_OF_ANY_SCRIPT.test(domain)) return address;
  return URL.canParse(`http://${domain}`)
    ? address.slice(0, at + 1) + new URL(`http://${domain}`).hostname
    : address;
}

/** An email address in lower case, with its domain in ASCII. */
export const Email = z
  .string()
  .trim()
  .max(MAX_EMAIL_LENGTH)
  .toLowerCase()
  .overwrite(toAsciiDomain)
  .check(z.email({ pattern: ADDRESS }))
  .refine(
    (email) => email.length <= MAX_EMAIL_LENGTH && email.lastIndexOf('@') <= MAX_EMAIL_LOCAL_LENGTH,
    'Enter a valid email address.',
  );
