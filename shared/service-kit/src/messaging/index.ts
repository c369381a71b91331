export { type Bus, BusUnavailable, type Delivery } from './bus.ts';
export { DEAD_LETTER_COLLECTION, type DeadLetter } from './dead-letters.ts';
export { type Listener, listener } from './listener.ts';
export { checkEvent, type Event, formatMessage, parseMessage } from './message.ts';
export { MAX_DELIVERIES } from './middlewares.ts';
export { NatsBus } from './nats-bus.ts';
