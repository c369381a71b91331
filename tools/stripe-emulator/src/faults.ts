import { z } from 'zod';

/**
 * The failures that can be injected:
 *   delay             the response is late
 *   drop_before       the connection breaks before anything is done
 *   charge_then_drop  everything is done and stored, then the connection breaks
 *   charge_then_hang  everything is done and stored, the response never comes
 *   error_429         nothing is done or stored for the key: too many requests
 *   error_500         nothing is done, and the error is the stored response of the key
 *   error_500_after   everything is done, and the stored response is an error
 */
const MODES = [
  'delay',
  'drop_before',
  'charge_then_drop',
  'charge_then_hang',
  'error_429',
  'error_500',
  'error_500_after',
] as const;

export const Fault = z.strictObject({
  match: z.enum(['payment_intents', 'refunds']),
  mode: z.enum(MODES),
  /** How many requests fail. */
  count: z.int().min(1).max(10_000).default(1),
  delayMs: z.int().min(0).max(120_000).default(0),
});
export type Fault = z.infer<typeof Fault>;

/** Queue of faults to inject. Only requests that create something fail. */
export class Faults {
  readonly pending: Fault[] = [];

  add(fault: Fault): void {
    this.pending.push(fault);
  }

  clear(): void {
    this.pending.length = 0;
  }

  /** Takes the fault for the next request to this path, if there is one. */
  nextFault(path: string): Fault | undefined {
    const fault = this.pending.find(({ match }) => path.startsWith(`/v1/${match}`));
    if (fault && --fault.count === 0) this.pending.splice(this.pending.indexOf(fault), 1);
    return fault;
  }
}
