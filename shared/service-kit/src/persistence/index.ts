export { type Aggregate, type AggregateDefinition, defineAggregate } from './aggregate.ts';
export { AggregateStore } from './aggregate-store.ts';
export { Database } from './database.ts';
export { insertAggregate } from './insert-aggregate.ts';
export { event, type PendingEvent } from './outbox.ts';
export { applyIfNewer } from './replica.ts';
export { isDuplicateKey, isTransient } from './transient.ts';
export { type Decision, type UpdateResult, updateAggregate } from './update-aggregate.ts';
