/** One row of a state machine: in `state`, on `event`, go to `next` and do `action`. */
export type Transition<State, Event, Action> = readonly [
  state: State,
  event: Event,
  next: State,
  action?: Action,
];

/** The transition that an event causes. */
export interface Step<State, Action> {
  next: State;
  action?: Action;
}

/**
 * Builds a state machine from a table of transitions.
 * @returns a lookup by state and event; undefined without a row, since such an event arrives too late to change
 *   anything
 */
export function stateMachine<State extends string, Event extends string, Action>(
  table: readonly Transition<State, Event, Action>[],
): (state: State, event: Event) => Step<State, Action> | undefined {
  const steps = new Map(
    table.map(([state, event, next, action]) => [
      `${state} ${event}`,
      { next, ...(action !== undefined && { action }) },
    ]),
  );
  return (state, event) => steps.get(`${state} ${event}`);
}
