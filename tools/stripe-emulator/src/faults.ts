import { z } from 'zod';

/**
 * The faults that can be injected:
 *   delay             delays the response
 *   drop_before       closes the connection before executing the request
 *   charge_then_drop  executes and stores the request, then closes the connection
 *   charge_then_hang  executes and stores the request, but never responds
 *   error_429         rejects the request and stores nothing for the key
 *   error_500         does not execute the request, and stores the error as the key's response
 *   error_500_after   executes the request, but stores an error as the key's response
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
  /** Number of requests that fail. */
  count: z.int().min(1).max(10_000).default(1),
  delayMs: z.int().min(0).max(120_000).default(0),
});
export type Fault = z.infer<typeof Fault>;

/** Queue of faults to inject. Only POST requests fail. */
export class Faults {
  readonly pending: Fault[] = [];

  add(fault: Fault): void {
    this.pending.push(fault);
  }

  clear(): void {
    this.pending.length = 0;
  }

  /** Removes and returns the next fault for a request to this path, if there is one. */
  nextFault(path: string): Fault | undefined {
    const fault = this.pending.find(({ match }) => path.startsWith(`/v1/${match}`));
    if (fault && --fault.count === 0) this.pending.splice(this.pending.indexOf(fault), 1);
    return fault;
  }
}
