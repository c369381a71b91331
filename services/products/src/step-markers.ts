import type { StockAllocation } from './stock-allocation.ts';

type Allocation = Pick<StockAllocation, '_id'>;

/** A step that an allocation has completed on a product. */
export type Step = 'reserved' | 'compensated' | 'released';

/** Steps and the field `marks` keep their first stored names until a migration renames them. */
const STORED_STEP = { reserved: 'taken', compensated: 'undone', released: 'returned' } as const;

/** The part of a product that records the completed step of each allocation in progress, by allocation id. */
export interface StepMarkers {
  marks: Record<string, (typeof STORED_STEP)[Step]>;
}

export const stepMarkersSchema = { marks: { type: Object, default: {} } };

export const noStepMarkers = (): StepMarkers => ({ marks: {} });

/** Whether the allocation has completed the step on this product and the marker is not cleared yet. */
export const hasStepMarker = ({ marks }: StepMarkers, { _id }: Allocation, step: Step): boolean =>
  marks[String(_id)] === STORED_STEP[step];

/** Returns the ids of the allocations with a marker in a product. */
export const allocationsIn = ({ marks }: StepMarkers): string[] => Object.keys(marks);

/** Builds the marker of a step as a field of its own, for an update or a filter. */
export const stepMarker = ({ _id }: Allocation, step: Step): object => ({
  [`marks.${_id}`]: STORED_STEP[step],
});
