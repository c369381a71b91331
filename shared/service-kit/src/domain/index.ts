/*
 * Building blocks of domain rules. This file loads neither Express, Mongoose nor the broker's client, so that a unit test
 * of a rule starts in milliseconds; a test checks this.
 */
export { ApiError } from '../http/errors.ts';
export { pageWindow } from '../http/pagination.ts';
export { currentTraceparent } from '../observability/log-context.ts';
export type { Aggregate } from '../persistence/aggregate.ts';
export { event, type PendingEvent } from '../persistence/outbox.ts';
export type { Decision } from '../persistence/update-aggregate.ts';
export { BoundedMap } from '../runtime/bounded-map.ts';
export type { Clock } from '../runtime/clock.ts';
export { backoffMs } from '../runtime/retry.ts';
export { type Step, stateMachine } from '../runtime/state-machine.ts';
