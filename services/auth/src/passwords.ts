import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Bulkhead } from '@ecommerce/service-kit/runtime';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const SALT_BYTES = 16;
const HASH_BYTES = 64;

interface Cost {
  N: number;
  r: number;
  p: number;
}

interface Options {
  SCRYPT_N: number;
  SCRYPT_R: number;
  SCRYPT_P: number;
  HASHES_AT_ONCE: number;
  HASHES_WAITING: number;
}

/** scrypt hashes as text, `scrypt$N$r$p$salt$hash`; each contains the cost it was computed with. */
export class Passwords {
  private readonly cost: Cost;
  private readonly bulkhead: Bulkhead;
  /** Replaces the hash of an unknown user, so that unknown emails take as long as known ones. */
  private readonly dummyHash: string;

  constructor({ SCRYPT_N: N, SCRYPT_R: r, SCRYPT_P: p, HASHES_AT_ONCE, HASHES_WAITING }: Options) {
    this.cost = { N, r, p };
    this.bulkhead = new Bulkhead(HASHES_AT_ONCE, HASHES_WAITING, 'sign_in_busy');
    this.dummyHash = format(this.cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  /**
   * @param caller who asks; callers take turns
   * @throws ApiError `sign_in_busy`
   */
  async hash(password: string, caller?: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return format(this.cost, salt, await this.derive(password, salt, this.cost, HASH_BYTES, caller));
  }

  /**
   * @param stored the hash; undefined for an unknown user, which takes as long and never matches
   * @param caller who asks; callers take turns
   * @throws ApiError `sign_in_busy`
   */
  async verify(password: string, stored: string | undefined, caller?: string): Promise<boolean> {
    const { cost, salt, hash } = parse(stored ?? this.dummyHash);
    const derived = await this.derive(password, salt, cost, hash.length, caller);
    return timingSafeEqual(derived, hash) && stored !== undefined;
  }

  /** Whether a hash is cheaper to guess than new ones. */
  isWeak(stored: string): boolean {
    return workOf(parse(stored).cost) < workOf(this.cost);
  }

  private derive(
    password: string,
    salt: Buffer,
    cost: Cost,
    length: number,
    caller?: string,
  ): Promise<Buffer> {
    // The same characters can be encoded in several ways.
    const text = password.normalize('NFKC');
    // Raises Node's default limit of 32 MiB.
    const maxmem = 256 * cost.N * cost.r;
    return this.bulkhead.execute(() => derive(text, salt, length, { ...cost, maxmem }), caller);
  }
}

const workOf = ({ N, r, p }: Cost): number => N * r * p;

const format = ({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string =>
  ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');

function parse(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !salt || !hash) throw new Error('stored password hash has an unknown format');
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
