/**
 * What a checkout of one line without a cart costs, in database commands and messages. Work that makes it cheaper lowers
 * these numbers; nothing raises them without a reason in its commit.
 */
export const perCheckout = { reads: 6, writes: 10, publishes: 3 };

/**
 * A command that several checkouts share, or that a timer sends while they run, may add or save this much of one. One more
 * command in every checkout is always too much.
 */
export const TOLERANCE = 0.2;

/** All database commands of the five services together while nobody is in the shop, heartbeats of the driver included. */
export const IDLE_COMMANDS_PER_SECOND = 2;

/** The CPU time of a checkout at 3,000 stored orders, as a multiple of that at 200. */
export const GROWTH = { few: 200, many: 3000, ratio: 1.15 };
