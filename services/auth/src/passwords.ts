import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Gate } from '@ecommerce/shared';
import type { Config } from './config.ts';

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const SALT_BYTES = 16;
const HASH_BYTES = 64;

interface Cost {
  N: number;
  r: number;
  p: number;
}

/** scrypt hashes as text, `scrypt$N$r$p$salt$hash`: each keeps the cost it was made with. */
export class Passwords {
  private readonly cost: Cost;
  private readonly gate: Gate;
  /** What unknown addresses are checked against, so that they take as long as known ones. */
  private readonly nobody: string;

  constructor(
    config: Pick<Config, 'SCRYPT_N' | 'SCRYPT_R' | 'SCRYPT_P' | 'HASHES_AT_ONCE' | 'HASHES_WAITING'>,
  ) {
    this.cost = { N: config.SCRYPT_N, r: config.SCRYPT_R, p: config.SCRYPT_P };
    this.gate = new Gate(
      config.HASHES_AT_ONCE,
      config.HASHES_WAITING,
      'Too many people are signing in; try again in a moment',
    );
    this.nobody = format(this.cost, randomBytes(SALT_BYTES), randomBytes(HASH_BYTES));
  }

  /** @throws TooManyRequests */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    return format(this.cost, salt, await this.derive(password, salt, this.cost, HASH_BYTES));
  }

  /**
   * @param stored the hash; undefined where there is no such user, which takes as long and is never right
   * @throws TooManyRequests
   */
  async verify(password: string, stored: string | undefined): Promise<boolean> {
    const { cost, salt, hash } = parse(stored ?? this.nobody);
    const given = await this.derive(password, salt, cost, hash.length);
    return timingSafeEqual(given, hash) && stored !== undefined;
  }

  /** True for a hash that is cheaper to guess at than new ones are. */
  isWeak(stored: string): boolean {
    return workOf(parse(stored).cost) < workOf(this.cost);
  }

  private derive(password: string, salt: Buffer, cost: Cost, length: number): Promise<Buffer> {
    // The same characters can be typed in several encodings.
    const text = password.normalize('NFKC');
    // Node refuses beyond 32 MiB unless told otherwise.
    const maxmem = 256 * cost.N * cost.r;
    return this.gate.pass(() => derive(text, salt, length, { ...cost, maxmem }));
  }
}

const workOf = ({ N, r, p }: Cost): number => N * r * p;

const format = ({ N, r, p }: Cost, salt: Buffer, hash: Buffer): string =>
  ['scrypt', N, r, p, salt.toString('base64'), hash.toString('base64')].join('$');

function parse(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } {
  const [scheme, N, r, p, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || !salt || !hash) throw new Error('the stored password hash is not one of ours');
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}
