import { z } from 'zod';

/**
 * What can go wrong on request:
 *   delay             the answer comes late
 *   drop_before       the connection breaks before anything was done
 *   charge_then_drop  all is done and stored, then the connection breaks
 *   charge_then_hang  all is done and stored, the answer never comes
 *   error_429         nothing is done, and nothing is stored for the key: too many requests
 *   error_500         nothing is done, and the error is the stored answer of the key
 *   error_500_after   all is done, and the stored answer is an error
 */
export const Fault = z.strictObject({
  match: z.enum(['payment_intents', 'refunds']),
  mode: z.enum([
    'delay',
    'drop_before',
    'charge_then_drop',
    'charge_then_hang',
    'error_429',
    'error_500',
    'error_500_after',
  ]),
  /** How many requests it strikes. */
  count: z.int().min(1).max(10_000).default(1),
  delayMs: z.int().min(0).max(120_000).default(0),
});
export type Fault = z.infer<typeof Fault>;

/** The faults waiting to strike. Only creating requests are struck. */
export class Faults {
  private waiting: Fault[] = [];

  add(fault: Fault): void {
    this.waiting.push(fault);
  }

  list(): Fault[] {
    return this.waiting;
  }

  clear(): void {
    this.waiting = [];
  }

  /** The fault that strikes this request, if any. */
  nextFault(path: string): Fault | undefined {
    const fault = this.waiting.find(({ match }) => path.startsWith(`/v1/${match}`));
    if (fault && --fault.count === 0) this.waiting.splice(this.waiting.indexOf(fault), 1);
    return fault;
  }
}
