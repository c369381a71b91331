/**
 * Database commands and messages of a checkout with one line and without a cart, except clean-up writes. Lower these
 * numbers with each improvement. A commit that raises one must give the reason.
 */
export const perCheckout = { reads: 6, writes: 9, publishes: 3 };

/**
 * Deviation per checkout that timers and retries of conflicting writes may cause; a busy machine has more of both. One more
 * command in every second checkout always exceeds it.
 */
export const TOLERANCE = 0.4;

/**
 * Clean-up writes per checkout, which only remove published events and step markers. This is an upper bound, because a fast
 * machine batches them for many checkouts or merges them into the next change of the document.
 */
export const MAX_CLEANUP_WRITES = 3;

/** Database commands of all five services together in an idle shop, including the driver's heartbeats. */
export const IDLE_COMMANDS_PER_SECOND = 2;

/** Maximum `ratio` of the CPU time of a checkout at `many` stored orders to that at `few`. */
export const GROWTH = { few: 200, many: 3000, ratio: 1.15 };
