/** @typedef {keyof typeof buyers} Buyer */
export const buyers = { ada: { email: 'ada@example.com' }, noor: { email: 'noor@example.com' } };

/**
 * An order and its outcome. `refunded`: an order of the last unit, which the other buyer paid first.
 * @typedef {object} Plan
 * @property {Buyer} buyer
 * @property {'Created' | 'AwaitingPayment' | 'Complete' | 'cancelled' | 'refunded'} outcome
 * @property {Record<string, number>} pieces by title
 */

/** Each buyer has an order of every outcome. @type {Plan[]} */
export const orders = [
  { buyer: 'ada', outcome: 'Complete', pieces: { 'Stoneware mug, oat': 2, 'Glazed teapot, sky': 1 } },
  { buyer: 'noor', outcome: 'Complete', pieces: { 'Monstera, 60 cm': 1, 'Watering can, zinc': 1 } },
  { buyer: 'ada', outcome: 'cancelled', pieces: { 'Pendant lamp, ochre': 1 } },
  { buyer: 'noor', outcome: 'AwaitingPayment', pieces: { 'Wool blanket, heather': 1 } },
  { buyer: 'ada', outcome: 'Complete', pieces: { 'Juniper bonsai, nine years old': 1 } },
  { buyer: 'noor', outcome: 'refunded', pieces: { 'Juniper bonsai, nine years old': 1 } },
  { buyer: 'noor', outcome: 'Complete', pieces: { 'Station clock of 1962, restored': 1 } },
  { buyer: 'ada', outcome: 'refunded', pieces: { 'Station clock of 1962, restored': 1 } },
  {
    buyer: 'ada',
    outcome: 'AwaitingPayment',
    pieces: { 'Fountain pen, black': 1, 'Ink, oxblood, 50 ml': 1 },
  },
  { buyer: 'noor', outcome: 'cancelled', pieces: { 'Rain boots, yellow': 1 } },
  { buyer: 'ada', outcome: 'Created', pieces: { 'Merino socks, striped': 3 } },
  { buyer: 'noor', outcome: 'Created', pieces: { 'Tote bag, sun and sea': 1, 'Postcards, set of eight': 2 } },
];
