import type { StockAllocation } from './stock-allocation.ts';

type Allocation = Pick<StockAllocation, '_id'>;

/** What an allocation has done to a product. */
export type Step = 'reserved' | 'compensated' | 'released';

/** Steps, and the field `marks`, keep the names they were first stored under until a migration renames them. */
const STORED_STEP = { reserved: 'taken', compensated: 'undone', released: 'returned' } as const;

/** The part of a product that says, by the id of each allocation under way, which step it has done. */
export interface StepMarkers {
  marks: Record<string, (typeof STORED_STEP)[Step]>;
}

export const stepMarkersSchema = { marks: { type: Object, default: {} } };

export const noStepMarkers = (): StepMarkers => ({ marks: {} });

/** True when the allocation has done the step, and its marker was not cleared. */
export const hasStepMarker = ({ marks }: StepMarkers, { _id }: Allocation, step: Step): boolean =>
  marks[String(_id)] === STORED_STEP[step];

/** Ids of the allocations that have markers in a product. */
export const allocationsIn = ({ marks }: StepMarkers): string[] => Object.keys(marks);

/** The marker of a step, to set or to look for: a field of its own. */
export const stepMarker = ({ _id }: Allocation, step: Step): object => ({
  [`marks.${_id}`]: STORED_STEP[step],
});
