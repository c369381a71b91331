import { change, create, draft, type EventData, isDuplicateKey, note } from '@ecommerce/shared';
import mongoose from 'mongoose';
import { type Line, Settlement } from './settlement.ts';
import { forget, giveBack, take, undo } from './stock.ts';

type Payment = Pick<EventData<'payment:created'>, 'id' | 'orderId' | 'items'>;

/** Takes what was paid for, all or nothing; says `inventory:rejected` when it is not there. Safe to repeat. */
export async function settle(payment: Payment): Promise<void> {
  await open(payment, 'taking');
  await proceed(payment.id);
}

/** Puts back what was taken for a payment, and lets nothing be taken for it later. Safe to repeat. */
export async function returnStock(payment: Payment): Promise<void> {
  await open(payment, 'returned');
  await proceed(payment.id);
  await advance(payment.id, 'taken', 'returning');
  await proceed(payment.id);
}

/** A settlement that is there already stays as it is; a refund that came first leaves one that is closed. */
async function open({ id, orderId, items }: Payment, state: Settlement['state']): Promise<void> {
  const fields = { _id: new mongoose.Types.ObjectId(id), orderId, items, short: [], state };
  await create(Settlement, fields).catch((error) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

const outcomes: Partial<Record<Settlement['state'], string>> = {
  taken: 'took the stock',
  rejected: 'took no stock, there was not enough',
  returned: 'the stock is back',
};

async function proceed(id: string): Promise<void> {
  let settlement: Settlement = await Settlement.findById(id).orFail().lean();
  if (settlement.state === 'taking') {
    const short = await missing(settlement);
    const next = short.length > 0 ? 'rejecting' : 'taken';
    settlement = await advance(id, 'taking', next, { short });
  }
  if (settlement.state === 'rejecting') {
    for (const line of settlement.items) await undo(settlement, line);
    settlement = await advance(id, 'rejecting', 'rejected');
  }
  if (settlement.state === 'returning') {
    for (const line of settlement.items) await giveBack(settlement, line);
    settlement = await advance(id, 'returning', 'returned');
  }
  await forget(settlement);
  note({ did: outcomes[settlement.state] ?? settlement.state });
}

/** Takes what there is until something is missing. */
async function missing(settlement: Settlement): Promise<Line[]> {
  for (const line of settlement.items) if (!(await take(settlement, line))) return [line];
  return [];
}

async function advance(
  id: string,
  from: Settlement['state'],
  to: Settlement['state'],
  also: Partial<Pick<Settlement, 'short'>> = {},
): Promise<Settlement> {
  const settlement = await change(Settlement, id, (current) =>
    current.state === from ? { set: { ...also, state: to }, emit: tell } : undefined,
  );
  if (!settlement) throw new Error(`settlement ${id} is gone`);
  return settlement;
}

const tell = ({ _id, orderId, short, state }: Settlement) =>
  state === 'rejected'
    ? [draft('inventory:rejected', { paymentId: String(_id), orderId, items: short })]
    : [];
