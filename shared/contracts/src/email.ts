import { z } from 'zod';
import { MAX_EMAIL_LENGTH, MAX_EMAIL_LOCAL_LENGTH } from './limits.ts';

/**
 * The characters that `<input type=email>` accepts
 * (https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address), with what mail needs in addition: a local
 * part of atoms (RFC 5321, 4.1.2), and a domain with a top level, which is not a number.
 */
const ADDRESS =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])?\.)+(?!\d+$)[a-zA-Z\d](?:[a-zA-Z\d-]{0,61}[a-zA-Z\d])$/;

/** Excludes ASCII characters that a URL gives a meaning, such as : and /. */
const DOMAIN_OF_ANY_SCRIPT = /^(?:[a-z\d.-]|[^\0-\x7f])+$/iu;

const lowerCase = (ascii: string) => ascii.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/**
 * Spells an address in lower case and its domain in ASCII, as browsers do, so that one mailbox has one account. Leaves
 * other letters of the local part, as some have an ASCII letter as their lower case.
 */
function normalize(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (at < 0 || !DOMAIN_OF_ANY_SCRIPT.test(domain)) return lowerCase(address);
  const url = `http://${domain}`;
  return (
    lowerCase(address.slice(0, at + 1)) + (URL.canParse(url) ? new URL(url).hostname : lowerCase(domain))
  );
}

/** An email address in lower case, with its domain in ASCII. */
export const Email = z
  .string()
  .trim()
  // Without `abort`, a domain of any length would be converted, in a time that grows with the square of its length.
  .max(MAX_EMAIL_LENGTH, { abort: true })
  .overwrite(normalize)
  .check(z.email({ pattern: ADDRESS, abort: true }))
  .refine(
    (email) => email.length <= MAX_EMAIL_LENGTH && email.lastIndexOf('@') <= MAX_EMAIL_LOCAL_LENGTH,
    'Enter a valid email address.',
  );
