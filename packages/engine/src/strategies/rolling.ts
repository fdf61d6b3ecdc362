import { sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import { blueGreen } from './blue-green.ts';
import type { Decision } from './decision.ts';
import { instanceRefresh } from './instance-refresh.ts';
import { pictureOf } from './replace-picture.ts';
import { rollBack } from './rolling-back.ts';
import { tidyUp } from './rolling-end.ts';
import { rollForward } from './rolling-forward.ts';
import type { RollingTask } from './rolling-task.ts';
import type { Rollout } from './rollout.ts';

/**
 * The instances of the live side's group are replaced a batch at a time, by us or by Auto Scaling. The first release
 * of an environment has nothing to replace: its side is made as in blue/green.
 */
export function rolling(observed: Observed, rollout: Rollout, now: Date): Decision {
  const { strategy, from, fromSide, toSide } = rollout;
  if (strategy.kind !== 'rolling' || from === undefined || toSide !== fromSide) {
    return blueGreen(observed, rollout, now);
  }
  const side = sideOf(observed, toSide);
  if (side?.group === undefined || side.group.deleting) {
    return { kind: 'stop', reason: `the group of ${toSide}, which was live, is gone` };
  }
  const task: RollingTask = { observed, rollout, strategy, from, group: side.group, now };
  if (rollout.turnedBack !== undefined) return rollBack(task);
  if (rollout.ordered.retiringSince !== undefined) {
    const goal = rollout.to;
    return tidyUp(task, pictureOf(observed, side.group, rollout, { goal, strategy, now }));
  }
  return strategy.engine === 'instance-refresh' ? instanceRefresh(task) : rollForward(task);
}
