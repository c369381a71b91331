import { change } from '@ecommerce/shared';
import { Product, tellUpdated } from './product.ts';
import { type Line, Settlement } from './settlement.ts';

/*
 * Each step is one guarded write of one product. A mark in the product says that the step was done, so that
 * repeating it changes nothing. Marks are removed once the settlement has moved on, and a straggler still
 * can't repeat a step: it reads the product first and the settlement second. If the settlement
 * is still in the step's state then, no mark had been removed when the product was read; and whoever
 * changed the product since has changed its version too, which makes the straggler's write miss.
 */
const taken = (settlement: Settlement) => `taken:${settlement._id}`;
const undone = (settlement: Settlement) => `undone:${settlement._id}`;
const returned = (settlement: Settlement) => `returned:${settlement._id}`;

const isIn = async ({ _id }: Settlement, state: Settlement['state']): Promise<boolean> =>
  (await Settlement.findById(_id, { state: 1 }).lean())?.state === state;

/** @returns false when there is not enough */
export async function take(settlement: Settlement, { productId, quantity }: Line): Promise<boolean> {
  let enough = true;
  const product = await change(Product, productId, async (current) => {
    enough = true;
    if (current.marks.includes(taken(settlement)) || !(await isIn(settlement, 'taking'))) return;
    enough = current.quantity >= quantity && !current.marks.includes(undone(settlement));
    if (!enough) return;
    return {
      set: { quantity: current.quantity - quantity, marks: [...current.marks, taken(settlement)] },
      emit: tellUpdated,
    };
  });
  return product !== null && enough;
}

/** Puts back what was taken, if anything; either way nothing can be taken afterwards. */
export async function undo(settlement: Settlement, { productId, quantity }: Line): Promise<void> {
  await change(Product, productId, async (current) => {
    if (current.marks.includes(undone(settlement)) || !(await isIn(settlement, 'rejecting'))) return;
    const back = current.marks.includes(taken(settlement)) ? quantity : 0;
    return {
      set: { quantity: current.quantity + back, marks: [...current.marks, undone(settlement)] },
      emit: tellUpdated,
    };
  });
}

/** Puts back what a settled payment had taken. */
export async function giveBack(settlement: Settlement, { productId, quantity }: Line): Promise<void> {
  await change(Product, productId, async (current) => {
    if (current.marks.includes(returned(settlement)) || !(await isIn(settlement, 'returning'))) return;
    return {
      set: { quantity: current.quantity + quantity, marks: [...current.marks, returned(settlement)] },
      emit: tellUpdated,
    };
  });
}

/** Removes the marks of the steps that a settlement has behind it; those of a step under way must stay. */
export async function forget(settlement: Settlement): Promise<void> {
  const behind: Partial<Record<Settlement['state'], string[]>> = {
    taken: [taken(settlement)],
    rejected: [taken(settlement), undone(settlement)],
    returned: [taken(settlement), returned(settlement)],
  };
  for (const mark of behind[settlement.state] ?? [])
    for (const { productId } of settlement.items)
      await Product.updateOne(
        { _id: productId, marks: mark },
        { $pull: { marks: mark } },
        { timestamps: false },
      );
}
