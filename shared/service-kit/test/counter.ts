import type { Aggregate, PendingEvent } from '@ecommerce/service-kit/persistence';
import { defineAggregate, event } from '@ecommerce/service-kit/persistence';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

export interface Counter extends Aggregate {
  count: number;
}

export const counterAggregate = defineAggregate<Counter>('Counter', { count: Number }, { isDeletable: true });

/** A service with one kind of aggregate. */
export const counterService = defineService({
  name: 'counter',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv }),
  routes: [],
  setUp: ({ aggregates }) => ({ deps: { counters: aggregates(counterAggregate) } }),
});

/** Builds the event of a change, on an existing subject. */
export const counterEvents = ({ _id, version }: Counter): PendingEvent[] => [
  event('order:cancelled', { id: String(_id), version }),
];
