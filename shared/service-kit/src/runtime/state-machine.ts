/** One row of a state machine: in this state, on this event, go to that state and do this. */
export type Transition<State, Event, Action> = readonly [
  state: State,
  event: Event,
  next: State,
  action?: Action,
];

/** What an event leads to. */
export interface Step<State, Action> {
  next: State;
  action?: Action;
}

/**
 * Reads a table of transitions.
 * @returns a function that looks a state and an event up; undefined where the table has no row, since the event comes
 *   too late then and changes nothing
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
