import { change } from '@ecommerce/shared';
import { type Mark, Product, tellUpdated } from './product.ts';
import { type Line, Settlement } from './settlement.ts';

/*
 * Each step is one guarded write of one product. A mark in the product says that the step was done, so that
 * repeating it changes nothing. Marks are removed once the settlement has moved on, and a straggler still
 * can't repeat a step: it reads the product first and the settlement second. If the settlement
 * is still in the step's state then, no mark had been removed when the product was read; and whoever
 * changed the product since has changed its version too, which makes the straggler's write miss.
 * Removing a mark is no new version, so each is a field of its own: a write that is under way for one settlement
 * does not bring back what was removed for another.
 */
const fieldOf = (settlement: Settlement): string => `marks.${settlement._id}`;
const markIn = (product: Product, settlement: Settlement): Mark | undefined =>
  product.marks[String(settlement._id)];
const marked = (settlement: Settlement, mark: Mark): object => ({ [fieldOf(settlement)]: mark });

const isIn = async ({ _id }: Settlement, state: Settlement['state']): Promise<boolean> =>
  (await Settlement.findById(_id, { state: 1 }).lean())?.state === state;

/** @returns false when there is not enough */
export async function take(settlement: Settlement, { productId, quantity }: Line): Promise<boolean> {
  let enough = true;
  const product = await change(Product, productId, async (current) => {
    enough = true;
    if (markIn(current, settlement) === 'taken' || !(await isIn(settlement, 'taking'))) return;
    enough = current.quantity >= quantity;
    if (!enough) return;
    return {
      set: { quantity: current.quantity - quantity, ...marked(settlement, 'taken') },
      emit: tellUpdated,
    };
  });
  return product !== null && enough;
}

/** Puts back what was taken, if anything; either way nothing can be taken afterwards. */
export async function undo(settlement: Settlement, { productId, quantity }: Line): Promise<void> {
  await change(Product, productId, async (current) => {
    const mark = markIn(current, settlement);
    if (mark === 'undone' || !(await isIn(settlement, 'rejecting'))) return;
    const back = mark === 'taken' ? quantity : 0;
    return {
      set: { quantity: current.quantity + back, ...marked(settlement, 'undone') },
      emit: tellUpdated,
    };
  });
}

/** Puts back what a settled payment had taken. */
export async function giveBack(settlement: Settlement, { productId, quantity }: Line): Promise<void> {
  await change(Product, productId, async (current) => {
    if (markIn(current, settlement) === 'returned' || !(await isIn(settlement, 'returning'))) return;
    return {
      set: { quantity: current.quantity + quantity, ...marked(settlement, 'returned') },
      emit: tellUpdated,
    };
  });
}

/** Removes the mark of the step that a settlement has behind it; that of a step under way must stay. */
export async function forget(settlement: Settlement): Promise<void> {
  const behind: Partial<Record<Settlement['state'], Mark>> = {
    taken: 'taken',
    rejected: 'undone',
    returned: 'returned',
  };
  const mark = behind[settlement.state];
  if (!mark) return;
  for (const { productId } of settlement.items)
    await Product.updateOne(
      { _id: productId, ...marked(settlement, mark) },
      { $unset: { [fieldOf(settlement)]: 1 } },
      { timestamps: false },
    );
}
