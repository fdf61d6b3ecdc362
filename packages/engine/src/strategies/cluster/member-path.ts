import type { Bootstrap } from '../../model/cluster.ts';
import type { ClusterAction } from '../../model/cluster-action.ts';
import type { ReleaseId } from '../../model/release.ts';
import { minutes } from '../../model/duration.ts';
import { after } from '../moments.ts';
import { attemptOf } from './attempts.ts';
import { order, wait } from './cluster-task.ts';
import { isStuck } from './is-stuck.ts';
import type { ClusterDecision, ClusterTask } from './cluster-task.ts';
import { holderOf, isOn } from './member-view.ts';
import type { MemberView } from './member-view.ts';

/** How long something that was there may be left out of looks. */
const unseenFor = minutes(1);

/** A member on its way to a release. */
interface Traveller {
  readonly task: ClusterTask;
  readonly view: MemberView;
  readonly goal: ReleaseId;
}

type MemberRule = (traveller: Traveller) => ClusterDecision | undefined;

/**
 * The way of one member, read from the cloud alone: whatever is seen of it is the place to go on from. Each rule leaves
 * to the next what it finds done. None takes out an instance that runs and was not ordered to stop.
 */
export const bringUp = (
  task: ClusterTask,
  view: MemberView,
  goal: ReleaseId,
): ClusterDecision | undefined => {
  for (const rule of path) {
    const decision = rule({ task, view, goal });
    if (decision !== undefined) return decision;
  }
  return undefined;
};

/** What it has for good: an interface and its volumes. What it had once is not made anew, since its data is gone. */
const keepIdentity: MemberRule = ({ task, view }) => {
  const { name, seen, volumes, settings } = view;
  const lacking = volumes.filter((volume) => volume.seen === undefined).map((volume) => volume.settings.name);
  if (seen?.networkInterface !== undefined && lacking.length === 0) return undefined;
  if (!task.fresh) return wait(`${name} to be seen as it is`);
  const known = hadBefore(task, name);
  // Its peers know it by its address, which only the config and its volumes can give a second time.
  const address = settings.address ?? volumes.find((volume) => volume.seen?.address !== undefined);
  if (seen?.networkInterface === undefined && known.length > 0 && address === undefined) {
    return missing(
      task,
      `the network interface of ${name}`,
      `write its address in the config, and it is made again`,
    );
  }
  const lost = lacking.filter((volume) => known.includes(volume));
  if (lost.length > 0) {
    const { environment } = task.observed.environment;
    const fix = `restore it from a snapshot: \`imago restore ${environment}\` tells which there are`;
    return missing(task, `volume ${lost.join(', ')} of ${name}`, fix);
  }
  const { snapshots: { [name]: snapshots } = {}, number } = task.rollout;
  const action: ClusterAction = { kind: 'prepare-member', member: name };
  return order(
    task,
    snapshots === undefined ? action : { ...action, restored: { snapshots, rollout: number } },
  );
};

/** Looks may leave something out for a while; what is not seen for longer is gone, and no wait brings it back. */
function missing({ rollout, now }: ClusterTask, what: string, fix: string): ClusterDecision {
  if (now < after(rollout.progressAt, unseenFor)) return wait(`${what} to be seen`);
  return { kind: 'stop', reason: `${what} is gone: ${fix}` };
}

/** Two instances for one member would be two members with one name: what does not hold its interface goes. */
export const endStrays = ({ task, view }: Pick<Traveller, 'task' | 'view'>): ClusterDecision | undefined => {
  const [stray] = view.strays;
  if (stray === undefined) return undefined;
  const { name: member } = view;
  const { id: instance, state } = stray;
  if (!task.fresh) return wait(`the instances of ${member} to be seen as they are`);
  if (state === 'pending') return wait(`${instance}, one too many for ${member}, to run or to end`);
  if (state === 'running') return order(task, { kind: 'stop-member', member, instance, force: false });
  if (state === 'stopping') return wait(`${instance}, one too many for ${member}, to be stopped`);
  return release(task, view, instance);
};

/** Cleanly, and by force when it takes too long. */
const awaitStopped: MemberRule = ({ task, view }) => {
  const { name: member, instance } = view;
  if (instance?.state !== 'stopping') return undefined;
  const { rollout, now } = task;
  const { stopDeadline } = rollout.settings.strategy;
  const stops = rollout.acts.filter(
    ({ action }) => action.kind === 'stop-member' && action.instance === instance.id,
  );
  const since = stops.at(-1)?.at ?? rollout.startedAt;
  if (now < after(since, stopDeadline)) return wait(`${instance.id} of ${member} to be stopped`);
  return order(task, { kind: 'stop-member', member, instance: instance.id, force: true });
};

/** What is stopped writes no more: its volumes are let go, and then it ends. */
const clearStopped: MemberRule = ({ task, view }) =>
  view.instance?.state === 'stopped' ? release(task, view, view.instance.id) : undefined;

/** One that does not even start to run has no data yet. */
const endUnborn: MemberRule = ({ task, view, goal }) => {
  const { instance, name: member } = view;
  if (instance?.state !== 'pending' || instance.release === goal) return undefined;
  // A look that is behind may show as pending what runs, and has been given its volumes.
  if (!task.fresh) return undefined;
  if (view.volumes.some(({ seen }) => holderOf(seen) === instance.id)) return undefined;
  return order(task, { kind: 'terminate-member', member, instance: instance.id });
};

/** Goes on with a stop that was ordered. */
const stopOrdered: MemberRule = ({ task, view }) => {
  const { instance, name: member, out } = view;
  if (!out || instance?.state !== 'running') return undefined;
  return order(task, { kind: 'stop-member', member, instance: instance.id, force: false });
};

/** Nothing is launched beside what may still be there: not before its end is seen, and all that it held is free. */
const awaitGone: MemberRule = ({ task, view }) => {
  const { name, instance, leaving, seen, volumes, word } = view;
  if (instance !== undefined) return undefined;
  if (leaving.length > 0) return wait(`${leaving.map(({ id }) => id).join(', ')} of ${name} to be gone`);
  if (seen?.networkInterface?.instanceId !== undefined) return wait(`the interface of ${name} to be free`);
  for (const { settings, seen: volume } of volumes) {
    if (volume?.state === 'error') {
      return {
        kind: 'stop',
        reason: `volume ${settings.name} of ${name} has failed: restore it from a snapshot`,
      };
    }
    if (holderOf(volume) !== undefined) {
      return wait(`volume ${settings.name} of ${name} to be let go by ${holderOf(volume)}`);
    }
    if (volume?.state !== 'available') return wait(`volume ${settings.name} of ${name} to be available`);
  }
  if (!task.fresh) return wait(`the instances of ${name} to be seen as they are`);
  // A look may leave out an instance; the cluster does not.
  if (word?.healthy === true) return wait(`the instance of ${name}, which answers, to be seen`);
  return undefined;
};

const launch: MemberRule = ({ task, view, goal }) => {
  if (view.instance !== undefined) return undefined;
  const { observed, rollout, now, members } = task;
  if (!observed.templates.includes(goal)) return order(task, { kind: 'prepare-template', release: goal });
  const written = members.some(({ volumes }) => volumes.some(({ seen }) => seen?.formatted === true));
  return order(task, {
    kind: 'launch-member',
    member: view.name,
    release: goal,
    attempt: attemptOf(rollout, view.name, goal, { now, ended: view.seen?.endedAttempts }),
    bootstrap: task.founding ? bootstrapOf(rollout, written) : 'existing',
  });
};

/** Of a cluster that is founded: on copies, on nothing, or on volumes that one before it has left. */
function bootstrapOf({ snapshots }: ClusterTask['rollout'], written: boolean): Bootstrap {
  if (snapshots !== undefined) return 'copy';
  return written ? 'existing' : 'new';
}

const awaitRunning: MemberRule = ({ view: { instance, name } }) =>
  instance?.state === 'running' ? undefined : wait(`${instance?.id ?? 'an instance'} of ${name} to run`);

/** Its own volumes, all of them, and each on this instance. */
const attach: MemberRule = ({ task, view }) => {
  const { instance, name: member, volumes } = view;
  if (instance === undefined) return undefined;
  const elsewhere = volumes.filter(({ seen }) => !isOn(seen, instance.id));
  for (const { settings, seen } of elsewhere) {
    const holder = holderOf(seen);
    if (holder !== undefined && holder !== instance.id) {
      return wait(`volume ${settings.name} of ${member} to be let go by ${holder}`);
    }
    if (holder !== undefined || seen?.state !== 'available') {
      return wait(`volume ${settings.name} to be attached to ${instance.id} of ${member}`);
    }
  }
  if (elsewhere.length === 0) return undefined;
  return order(task, { kind: 'attach-volumes', member, instance: instance.id });
};

const awaitHealth: MemberRule = ({ view: { name, up, word } }) =>
  up ? undefined : wait(`${name} to be healthy and caught up: ${word?.detail ?? 'nothing was heard of it'}`);

const path: readonly MemberRule[] = [
  endStrays,
  awaitStopped,
  clearStopped,
  endUnborn,
  stopOrdered,
  keepIdentity,
  awaitGone,
  launch,
  awaitRunning,
  attach,
  awaitHealth,
];

/** Frees the volumes of an instance that is stopped, then ends it. */
function release(task: ClusterTask, { name: member, seen }: MemberView, instance: string): ClusterDecision {
  const held = (seen?.volumes ?? []).filter((volume) => holderOf(volume) === instance);
  const [one] = held;
  if (one === undefined) return order(task, { kind: 'terminate-member', member, instance });
  if (held.every(({ attachment }) => attachment?.state === 'detaching')) {
    const { acts, settings } = task.rollout;
    if (isStuck(acts, instance, settings.strategy.stopDeadline, task.now)) {
      return order(task, { kind: 'terminate-member', member, instance });
    }
    return wait(`volume ${one.name} of ${member} to be let go by ${instance}`);
  }
  return order(task, { kind: 'detach-volumes', member, instance });
}

/** Names of the volumes that a member had before this rollout. */
function hadBefore({ rollout, founding }: ClusterTask, member: string): readonly string[] {
  const { kind, settings, fromSettings } = rollout;
  const before = kind === 'heal' || kind === 'restore' ? settings : fromSettings;
  if (founding || before === undefined || !before.members.some(({ name }) => name === member)) return [];
  return before.volumes.map(({ name }) => name);
}
