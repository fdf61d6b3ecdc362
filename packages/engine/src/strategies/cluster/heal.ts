import type { ReleaseId } from '../../model/release.ts';
import { reasonOf } from '../reason-of.ts';
import { firstRule } from './cluster-task.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { lastLaunched } from './member-deadline.ts';
import { markFormatted, stayHealthy } from './member-steps.ts';
import type { MemberView } from './member-view.ts';
import { repair } from './repair.ts';

/** Members that are down come up again, on their interfaces and their volumes and on the release that they ran. */
export function heal(task: ClusterTask): ClusterDecision {
  const decision = firstRule(task, [
    markFormatted,
    (now) =>
      repair(now, {
        of: (view) => runsOn(now, view),
        late: (because) => ({ kind: 'stop', reason: reasonOf(because) }),
      }),
    stayHealthy,
  ]);
  return decision ?? { kind: 'done' };
}

/** The release that a member runs, or ran when it was last there. */
export function runsOn(task: ClusterTask, view: MemberView): ReleaseId {
  const { releaseOf: before, to } = task.rollout;
  return lastLaunched(task, view) ?? view.instance?.release ?? before[view.name] ?? to;
}
