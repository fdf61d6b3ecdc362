import type { ClusterAction, ClusterCloud, ObservedCluster } from '@imago/engine';
import type { Line, Step } from '../caller.ts';
import {
  attachDisks,
  behaviourOf,
  deleteDisks,
  deleteSnapshots,
  deleteTemplates,
  detachDisks,
  endMachine,
  launch,
  makeMember,
  markDisks,
  remove,
  setAside,
  snapshot,
  stopMachine,
} from './calls.ts';
import type { CallContext } from './calls.ts';
import { joinMembers } from './views.ts';
import type { MemoryOfClusters } from './views.ts';
import type { ClusterWorld } from './world.ts';

/** Told before each change that a process makes, so that it can be checked that it does no harm. */
export type ClusterWitness = (change: ClusterAction) => void;

/** What is known of templates and snapshots is read again for so long after this process has changed them. */
const settledAfter = 6000;

/** The port of clusters over a simulated world, for one process. */
export function connectClusterCloud(
  world: ClusterWorld,
  memory: MemoryOfClusters,
  witness: ClusterWitness,
  line: Line,
): ClusterCloud {
  let changedAt = Number.NEGATIVE_INFINITY;
  let last: ObservedCluster | undefined;
  const { stale } = world.weather;
  const context: CallContext = {
    world,
    look: () => memory.ago(stale === 0 ? 0 : world.random.between(0, stale)),
  };
  const change = (action: ClusterAction, steps: () => readonly Step[]): Promise<void> =>
    // What an action looks at first, it does when it is called.
    line.change([() => witness(action), ...steps()]);
  const standing = (action: ClusterAction, steps: readonly Step[]): Promise<void> => {
    changedAt = world.now;
    return change(action, () => steps);
  };
  const memberOf = (instance: string): string => world.machine(instance)?.member ?? '';
  return {
    async observe(environment, previous) {
      const asked = world.now;
      const known = previous !== undefined && previous === last && asked - changedAt > settledAfter;
      const seen = await line.read((age): ObservedCluster => {
        const [one, two, three] = [memory.ago(age()), memory.ago(age()), memory.ago(age())];
        const pending = previous?.snapshots.some(({ state }) => state === 'pending') === true;
        const standing = known ? previous : memory.ago(age()).standing;
        const snapshots = known && !pending ? previous.snapshots : memory.ago(age()).snapshots;
        const { templates, securityGroup } = standing;
        return {
          environment,
          at: new Date(asked),
          members: joinMembers(one, two, three),
          templates,
          snapshots,
          ...(securityGroup === undefined ? {} : { securityGroup }),
        };
      });
      last = seen;
      return seen;
    },
    ensureCluster: () =>
      standing({ kind: 'prepare-cluster' }, [
        () => {
          world.securityGroup = true;
          world.touch('standing');
        },
      ]),
    ensureTemplate: (_, release, image) =>
      standing({ kind: 'prepare-template', release }, [
        () => {
          world.templates.add(release);
          world.behaviours.set(release, behaviourOf(image.id));
          world.touch('standing');
        },
      ]),
    ensureMember: (_, { name: member }, { volumes }, restored) =>
      change({ kind: 'prepare-member', member, ...(restored === undefined ? {} : { restored }) }, () =>
        makeMember(context, member, volumes, restored),
      ),
    snapshotMember: (_, member, rollout) =>
      standing({ kind: 'snapshot-members', members: [member], rollout }, [
        () => snapshot(context, member, rollout),
      ]),
    stopMember: (_, instance, force) =>
      change({ kind: 'stop-member', member: memberOf(instance), instance, force }, () => [
        () => stopMachine(context, instance, force),
      ]),
    detachVolumes: (_, member, instance) =>
      change({ kind: 'detach-volumes', member, instance }, () => detachDisks(context, member, instance)),
    terminateMember: (_, instance) =>
      change({ kind: 'terminate-member', member: memberOf(instance), instance }, () => [
        () => endMachine(context, instance),
      ]),
    launchMember: (_, { member, release, attempt, bootstrap }) => {
      const action = { kind: 'launch-member', member: member.name, release, attempt, bootstrap } as const;
      return change(action, () => launch(context, action));
    },
    attachVolumes: (_, member, instance) =>
      change({ kind: 'attach-volumes', member, instance }, () => attachDisks(context, member, instance)),
    markFormatted: (_, member) =>
      change({ kind: 'mark-formatted', member }, () => [() => markDisks(context, member)]),
    publishMembers: () => change({ kind: 'publish-members' }, () => []),
    removeCluster: () => standing({ kind: 'remove-cluster' }, remove(context)),
    setAsideVolumes: (_, member, volumes, rollout) =>
      change({ kind: 'set-aside-volumes', member, volumes, rollout }, () => [
        () => setAside(context, member, volumes, rollout),
      ]),
    takeBackVolumes: (_, member, volumes) =>
      change({ kind: 'take-back-volumes', member, volumes }, () => [
        () => setAside(context, member, volumes, undefined),
      ]),
    deleteVolumes: (_, member) =>
      change({ kind: 'delete-volumes', member }, () => [() => deleteDisks(context, member)]),
    deleteSnapshots: (_, snapshots) =>
      standing({ kind: 'retire-snapshots', snapshots }, [() => deleteSnapshots(context, snapshots)]),
    deleteTemplates: (_, releases) =>
      standing({ kind: 'retire-templates', releases }, [() => deleteTemplates(context, releases)]),
    ensureSchedules: () => line.change([() => undefined]).then(() => []),
    consoleOutput: (id) => line.read(() => `${id}: booted\n`),
  };
}
