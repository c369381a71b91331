import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Selects the key pair for development, which anyone can derive from this text. */
export const DEVELOPMENT_KEYS = 'development-only';

const CURVE = 'prime256v1';

/**
 * Reads the key that signs session tokens.
 * @param text PKCS #8 in DER, encoded in base64, or `DEVELOPMENT_KEYS`
 * @throws Error when it is not a private key on the curve P-256
 */
export function parsePrivateKey(text: string): KeyObject {
  if (text === DEVELOPMENT_KEYS) return developmentKey();
  return onCurve(createPrivateKey({ key: decode(text), format: 'der', type: 'pkcs8' }));
}

/**
 * Reads the keys that verify session tokens.
 * @param text keys separated by commas, each SPKI in DER, encoded in base64, or `DEVELOPMENT_KEYS`
 * @returns the keys by their ids
 * @throws Error when one is not a public key on the curve P-256
 */
export function parsePublicKeys(text: string): Map<string, KeyObject> {
  const keys = text.split(',').map((one) => parsePublicKey(one.trim()));
  return new Map(keys.map((key) => [keyId(key), key]));
}

/** Computes the id of a key, the same for its private and its public half: https://www.rfc-editor.org/rfc/rfc7638 */
export function keyId(key: KeyObject): string {
  const { crv, kty, x, y } = createPublicKey(key.export({ type: typeOf(key), format: 'pem' })).export({
    format: 'jwk',
  });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

const typeOf = (key: KeyObject) => (key.type === 'private' ? 'pkcs8' : 'spki');

function parsePublicKey(text: string): KeyObject {
  if (text === DEVELOPMENT_KEYS) return createPublicKey(developmentKey());
  return onCurve(createPublicKey({ key: decode(text), format: 'der', type: 'spki' }));
}

function decode(text: string): Buffer {
  // Node would skip characters that are not base64.
  if (!/^[A-Za-z0-9+/]+=*$/.test(text)) throw new Error('not base64');
  return Buffer.from(text, 'base64');
}

function onCurve(key: KeyObject): KeyObject {
  if (key.asymmetricKeyDetails?.namedCurve !== CURVE) throw new Error('not a key on the curve P-256');
  return key;
}

function developmentKey(): KeyObject {
  const ecdh = createECDH(CURVE);
  ecdh.setPrivateKey(createHash('sha256').update(DEVELOPMENT_KEYS).digest());
  const part = (start: number, end?: number) =>
    ecdh.getPublicKey().subarray(start, end).toString('base64url');
  // An uncompressed point: one byte of type, then 32 for each coordinate.
  const key = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33), d: ecdh.getPrivateKey('base64url') };
  return createPrivateKey({ key, format: 'jwk' });
}
