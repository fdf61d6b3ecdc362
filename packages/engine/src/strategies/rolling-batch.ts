import type { Decision } from './decision.ts';
import type { Picture } from './replace-picture.ts';
import { askGates, askHooks } from './rolling-task.ts';
import type { RollingTask } from './rolling-task.ts';

/** Asks about the instances that came last, before old ones go for them; undefined: they may stay. */
export function passBatch({ ready }: Picture, task: RollingTask): Decision | undefined {
  const endings = Object.values(task.rollout.ended);
  const times = endings.map(({ at }) => at.getTime());
  const last = Math.max(...times);
  const replaced = endings.filter(({ at, shrink }) => at.getTime() === last && !shrink).length;
  // The first batch is all that there is; the last ends may have had nothing come for them.
  const count = endings.length === 0 ? ready.length : Math.min(replaced, ready.length);
  if (count === 0) return undefined;
  const launched = (instance: (typeof ready)[number]): number => instance.launchedAt?.getTime() ?? 0;
  const newest = [...ready].sort((a, b) => launched(b) - launched(a)).slice(0, count);
  const stage = `batch-${new Set(times).size + 1}`;
  return askHooks('after-scale-up', task, newest) ?? askGates('before-shift', stage, task, newest);
}
