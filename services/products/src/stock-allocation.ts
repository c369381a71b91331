import type { Line } from '@ecommerce/contracts';
import { type Aggregate, stateMachine } from '@ecommerce/service-kit/domain';

/** States keep their first stored names until a migration renames them. */
export const STORED_STATE = {
  allocating: 'taking',
  allocated: 'taken',
  compensating: 'rejecting',
  rejected: 'rejected',
  releasing: 'returning',
  released: 'returned',
} as const;

export type AllocationState = keyof typeof STORED_STATE;
type StoredState = (typeof STORED_STATE)[AllocationState];

/** Events of an allocation: a saga step is complete for all lines, or the payment was refunded. */
export type AllocationEvent = 'reserved' | 'short' | 'compensated' | 'refunded' | 'released';

/**
 * Transitions of an allocation, which only moves forward. An event without a row here arrives too late and changes
 * nothing, so any instance can resume an allocation at any point.
 */
export const nextStep = stateMachine<AllocationState, AllocationEvent, 'publish inventory:rejected'>([
  // state         event          next state      action
  ['allocating', 'reserved', 'allocated'],
  ['allocating', 'short', 'compensating'],
  ['compensating', 'compensated', 'rejected', 'publish inventory:rejected'],
  ['allocated', 'refunded', 'releasing'],
  ['releasing', 'released', 'released'],
]);

/** The record of a saga that allocates the stock of several products to one payment. */
export interface StockAllocation extends Aggregate {
  orderId: string;
  items: Line[];
  /** Lines without enough stock. */
  short: Line[];
  /** Stored form; `stateOf` maps it. */
  state: StoredState;
}

const states = Object.fromEntries(
  Object.entries(STORED_STATE).map(([state, stored]) => [stored, state]),
) as Record<StoredState, AllocationState>;

export const stateOf = ({ state }: Pick<StockAllocation, 'state'>): AllocationState => states[state];
