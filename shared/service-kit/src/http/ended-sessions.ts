import type { Clock } from '../runtime/clock.ts';

/** The sessions that have ended while tokens of them may still be valid. In memory: every instance follows the events. */
export class EndedSessions {
  private readonly lifetimeMs: number;
  private readonly clock: Clock;
  /** By session id, the time in milliseconds at which its last token expires; sorted, as all tokens live equally long. */
  private readonly expiries = new Map<string, number>();

  constructor(tokenLifetimeSeconds: number, clock: Clock) {
    this.lifetimeMs = tokenLifetimeSeconds * 1000;
    this.clock = clock;
  }

  add(sessionIds: string[]): void {
    const now = this.clock.now().getTime();
    for (const [id, expiry] of this.expiries) {
      if (expiry > now) break;
      this.expiries.delete(id);
    }
    for (const id of sessionIds) this.expiries.set(id, now + this.lifetimeMs);
  }

  has(sessionId: string): boolean {
    return this.expiries.has(sessionId);
  }
}
