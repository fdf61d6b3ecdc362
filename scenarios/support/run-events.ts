import type { Result } from './run-imago.ts';

/** An event of a run, as `--json` tells it. */
export interface RunEvent {
  readonly code: string;
  readonly [field: string]: unknown;
}

/** Reads one line of stdout; undefined where it is no event, as the outcome at the end. */
export const eventIn = (line: string): RunEvent | undefined =>
  line === '' ? undefined : (JSON.parse(line) as { readonly event?: RunEvent }).event;

/** All events of a run that has ended. */
export const eventsOf = ({ stdout }: Result): readonly RunEvent[] =>
  stdout.split('\n').flatMap((line) => eventIn(line) ?? []);

/** What is done to members is called so: `launch-member store-2`. */
export function memberAction({ code, action }: RunEvent, moment: 'started' | 'finished'): string | undefined {
  const { kind, member } = (action ?? {}) as { readonly kind?: string; readonly member?: string };
  return code === `action-${moment}` && kind !== undefined && member !== undefined
    ? `${kind} ${member}`
    : undefined;
}
