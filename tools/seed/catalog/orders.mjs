/** @typedef {keyof typeof buyers} Buyer */
export const buyers = { ada: { email: 'ada@example.com' }, noor: { email: 'noor@example.com' } };

/**
 * An order and its outcome. `refunded` is an order for the last unit, for which the other buyer pays first.
 * @typedef {object} Plan
 * @property {Buyer} buyer
 * @property {'Created' | 'AwaitingPayment' | 'Complete' | 'cancelled' | 'refunded'} outcome
 * @property {Record<string, number>} quantities by title
 */

/** Gives each buyer an order with every outcome. @type {Plan[]} */
export const orders = [
  { buyer: 'ada', outcome: 'Complete', quantities: { 'Stoneware mug, oat': 2, 'Glazed teapot, sky': 1 } },
  { buyer: 'noor', outcome: 'Complete', quantities: { 'Monstera, 60 cm': 1, 'Watering can, zinc': 1 } },
  { buyer: 'ada', outcome: 'cancelled', quantities: { 'Pendant lamp, ochre': 1 } },
  { buyer: 'noor', outcome: 'AwaitingPayment', quantities: { 'Wool blanket, heather': 1 } },
  { buyer: 'ada', outcome: 'Complete', quantities: { 'Juniper bonsai, nine years old': 1 } },
  { buyer: 'noor', outcome: 'refunded', quantities: { 'Juniper bonsai, nine years old': 1 } },
  { buyer: 'noor', outcome: 'Complete', quantities: { 'Station clock of 1962, restored': 1 } },
  { buyer: 'ada', outcome: 'refunded', quantities: { 'Station clock of 1962, restored': 1 } },
  {
    buyer: 'ada',
    outcome: 'AwaitingPayment',
    quantities: { 'Fountain pen, black': 1, 'Ink, oxblood, 50 ml': 1 },
  },
  { buyer: 'noor', outcome: 'cancelled', quantities: { 'Rain boots, yellow': 1 } },
  { buyer: 'ada', outcome: 'Created', quantities: { 'Merino socks, striped': 3 } },
  {
    buyer: 'noor',
    outcome: 'Created',
    quantities: { 'Tote bag, sun and sea': 1, 'Postcards, set of eight': 2 },
  },
];
