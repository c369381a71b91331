/**
 * What a checkout of one line without a cart costs, in database commands and messages, clearing up aside. Work that makes
 * it cheaper lowers these numbers; nothing raises them without a reason in its commit.
 */
export const perCheckout = { reads: 6, writes: 9, publishes: 3 };

/** A timer that fires while they are counted may add this much to a checkout; one more command in each is always too much. */
export const TOLERANCE = 0.1;

/**
 * Writes of a checkout that only take out what is done with: published events and step markers. A fast machine does that for
 * many checkouts in one command, or within the next change of the document, so only the most that it can be is fixed.
 */
export const MAX_CLEARING = 3;

/** All database commands of the five services together while nobody is in the shop, heartbeats of the driver included. */
export const IDLE_COMMANDS_PER_SECOND = 2;

/** The CPU time of a checkout at 3,000 stored orders, as a multiple of that at 200. */
export const GROWTH = { few: 200, many: 3000, ratio: 1.15 };
