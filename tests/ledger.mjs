// @ts-check

/**
 * The Stripe emulator's record of all charges and refunds.
 * @typedef {{
 *   payment_intents: { id: string, status: string, amount: number, metadata: Record<string, string> }[],
 *   refunds: { id: string, payment_intent: string, amount: number, status: string }[],
 * }} Ledger
 */

/** Fetches the ledger. @param {string} emulatorUrl @returns {Promise<any>} a `Ledger` */
export const fetchLedger = async (emulatorUrl) => (await fetch(`${emulatorUrl}/_emulator/ledger`)).json();

/**
 * Returns the succeeded charges of an order, their refunds, and `kept`, the difference in cents.
 * @param {Ledger} ledger @param {string} orderId
 */
export function moneyFor({ payment_intents, refunds: all }, orderId) {
  const charges = payment_intents.filter(
    ({ status, metadata }) => status === 'succeeded' && metadata.orderId === orderId,
  );
  const ids = new Set(charges.map(({ id }) => id));
  const refunds = all.filter(({ payment_intent }) => ids.has(payment_intent));
  return { charges, refunds, kept: sum(charges) - sum(refunds) };
}

/** @param {{ amount: number }[]} moves */
const sum = (moves) => moves.reduce((all, { amount }) => all + amount, 0);
