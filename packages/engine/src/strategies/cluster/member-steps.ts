import { formatDuration } from '../../model/duration.ts';
import type { Duration } from '../../model/duration.ts';
import type { ReleaseId } from '../../model/release.ts';
import { after } from '../moments.ts';
import { launchesOf } from './attempts.ts';
import { clusterGates, clusterHooks, pass, stageOf } from './cluster-checks.ts';
import { order, together } from './cluster-task.ts';
import type { ClusterDecision, ClusterRule, ClusterTask } from './cluster-task.ts';
import type { MemberView } from './member-view.ts';

/** Lets by when all that are up have been so for `minHealthyTime`. */
export const stayHealthy: ClusterRule = (task) => {
  const { minHealthyTime } = task.rollout.settings.strategy;
  const until = upUntil(task, minHealthyTime);
  if (task.now >= until) return undefined;
  return { kind: 'wait', reason: `all members to stay healthy for ${formatDuration(minHealthyTime)}`, until };
};

/** Lets by when the hooks of each member that came back have run. */
export const hooksAfterMember: ClusterRule = (task) => {
  const hooks = clusterHooks(task, 'after-member');
  const returned = task.members.filter((view) => view.up && launchesOf(task.rollout, view.name).length > 0);
  return together(returned.flatMap((view) => pass(hooks, stageOf(view), task, [view]) ?? []));
};

/** A file system is on volumes that a member was healthy with: from here on nobody makes one there. */
export const markFormatted: ClusterRule = (task) =>
  together(
    task.members
      .filter(({ up, volumes }) => up && volumes.some(({ seen }) => seen?.formatted === false))
      .map(({ name }) => order(task, { kind: 'mark-formatted', member: name })),
  );

/** Lets by when what is on the new release has stood its test: the first member alone, then gates after each. */
export const passStep: ClusterRule = (task) => {
  const { rollout, members, founding } = task;
  const { to, stepsDone, told } = rollout;
  const done = members.filter((view) => isDone(view, to));
  if (founding || done.length <= stepsDone) return undefined;
  // Whoever promotes a rollout fully need not wait for the first member.
  const first = told.promotedFully ? undefined : bakeFirst(task, done);
  const last = done.length === members.length;
  const asked = last
    ? undefined
    : (first ?? pass(clusterGates(task, 'step'), `step-${done.length}`, task, done));
  if (asked !== undefined) return asked;
  const title = `${done.length} of ${members.length} members on ${to}`;
  return { kind: 'note', notes: [{ kind: 'step', index: done.length - 1, title }] };
};

/** Whether a member has arrived. */
export const isDone = ({ up, instance }: MemberView, release: ReleaseId): boolean =>
  up && instance?.release === release;

/** Since when the last of those that are up is, and how long it takes until that has been so for a time. */
export const upUntil = ({ members, rollout, now }: ClusterTask, length: Duration): Date => {
  const since = members
    .filter(({ up }) => up)
    .map(({ instance }) => rollout.healthySinceOf[instance?.id ?? ''] ?? now);
  return after(new Date(Math.max(0, ...since.map((time) => time.getTime()))), length);
};

function bakeFirst(task: ClusterTask, done: readonly MemberView[]): ClusterDecision | undefined {
  const { rollout, now } = task;
  const { firstMemberBakeTime } = rollout.settings.strategy;
  if (rollout.stepsDone > 0) return undefined;
  const until = upUntil({ ...task, members: done }, firstMemberBakeTime);
  if (now >= until) return undefined;
  const names = done.map(({ name }) => name).join(', ');
  const reason = `${names} to run alone on ${rollout.to} for ${formatDuration(firstMemberBakeTime)}`;
  return { kind: 'wait', reason, until, meant: true };
}
