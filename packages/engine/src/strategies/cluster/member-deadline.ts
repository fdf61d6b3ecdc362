import { minutes, milliseconds } from '../../model/duration.ts';
import type { Duration } from '../../model/duration.ts';
import type { ReleaseId } from '../../model/release.ts';
import { after, latest } from '../moments.ts';
import { attemptsOn, isSpent, launchesOf, mostAttempts } from './attempts.ts';
import type { ClusterTask } from './cluster-task.ts';
import type { MemberView } from './member-view.ts';

/** How long an instance that we did not launch may run without being up before it is given up. */
const patience: Duration = minutes(1);

/** Whether a member that we launched has had its time and is not up. A process that takes over gives it anew. */
export function isLate({ rollout, now, fresh, word }: ClusterTask, view: MemberView): boolean {
  const last = launchesOf(rollout, view.name).at(-1);
  if (last === undefined || view.up) return false;
  const { settings, takenOverAt, kind, turnedBackAt } = rollout;
  // What was launched on the way there tells nothing of the same release with the data that it had.
  if (kind === 'restore' && turnedBackAt !== undefined && last.at <= turnedBackAt) return false;
  const { healthyDeadline } = settings.strategy;
  const since = latest(last.at, takenOverAt);
  const due = after(
    latest(since, lastUp(rollout, view, last.at, after(since, healthyDeadline))),
    healthyDeadline,
  );
  // Where nothing is heard of the cluster, nothing is known of its member.
  if (word !== undefined && now >= due) return true;
  // Its instances die as often as they are launched.
  const ended = view.seen?.endedAttempts;
  const gone = view.instance === undefined && fresh && isSpent(rollout, view.name, last, { now, ended });
  return gone && attemptsOn(rollout, view.name, last.release) >= mostAttempts;
}

/** When it was last up. Until it has counted once, that gives it time but once: it may come and go for ever. */
function lastUp(
  rollout: ClusterTask['rollout'],
  { name, instance }: MemberView,
  launchedAt: Date,
  most: Date,
): Date | undefined {
  const upAt = instance === undefined ? undefined : rollout.seenHealthyOf[instance.id];
  return upAt === undefined || upAt < most || hasCounted(rollout, name, launchedAt) ? upAt : most;
}

/** Whether a member was relied on since it was launched: by a step, or since another one was taken out. */
const hasCounted = ({ lastStepAt, acts }: ClusterTask['rollout'], name: string, launchedAt: Date): boolean =>
  (lastStepAt !== undefined && lastStepAt > launchedAt) ||
  acts.some(({ at, action }) => action.kind === 'stop-member' && action.member !== name && at > launchedAt);

/** The release that a member was last launched on by this rollout. */
export const lastLaunched = ({ rollout }: ClusterTask, { name }: MemberView): ReleaseId | undefined =>
  launchesOf(rollout, name).at(-1)?.release;

/** Whether an instance that runs is to be replaced though nobody asked it to go: it is not up, and had its time. */
export function isGivenUp(task: ClusterTask, view: MemberView, goal: ReleaseId): boolean {
  const { instance, up, out } = view;
  if (instance?.state !== 'running' || up || out) return false;
  const launched = lastLaunched(task, view);
  if (launched !== undefined && launched === instance.release) return launched !== goal && isLate(task, view);
  const { ailingSinceOf, startedAt, settings } = task.rollout;
  const { healthyDeadline } = settings.strategy;
  const ailing = after(ailingSinceOf[instance.id] ?? task.now, shorter(patience, healthyDeadline));
  // One that was launched by the rollout before has its time, too.
  const due = after(instance.launchedAt ?? startedAt, healthyDeadline);
  return task.now >= ailing && task.now >= due;
}

const shorter = (one: Duration, other: Duration): Duration =>
  milliseconds(Math.min(one.milliseconds, other.milliseconds));
