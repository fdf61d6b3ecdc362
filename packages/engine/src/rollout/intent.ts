import { formatDuration, minutes } from '../model/duration.ts';
import type { RolloutAction } from '../model/rollout.ts';
import type { Refusal } from './act.ts';

const repetition = minutes(15);

/** What was ordered last, and since when: AWS needs time, or was seen before it knew. */
export interface Intent {
  readonly actions: readonly RolloutAction[];
  readonly since: Date;
}

/** Whether this is ordered once more. */
export const isSame = (intent: Intent | undefined, actions: readonly RolloutAction[]): intent is Intent =>
  intent !== undefined && JSON.stringify(intent.actions) === JSON.stringify(actions);

/** What does not come about however often it is asked for. */
export function tooOften({ actions, since }: Intent, now: Date): Refusal | undefined {
  const [first] = actions;
  if (first === undefined || now.getTime() - since.getTime() < repetition.milliseconds) return undefined;
  return { action: first.kind, message: `the cloud did not do it within ${formatDuration(repetition)}` };
}
