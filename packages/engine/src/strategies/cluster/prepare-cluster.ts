import type { ReleaseId } from '../../model/release.ts';
import { clusterHooks, pass } from './cluster-checks.ts';
import { order, wait } from './cluster-task.ts';
import type { ClusterRule, ClusterTask } from './cluster-task.ts';

/** Refuses a rollback where the store does not go back, before anything is touched. */
export const refuseDowngrade: ClusterRule = ({ rollout, members, observed }) => {
  const { kind, settings, fromSettings = settings, from, to, acts } = rollout;
  if (kind !== 'rollback' || fromSettings.downgrade === 'allowed' || acts.length > 0) return undefined;
  if (members.every(({ instance }) => instance?.release === to)) return undefined;
  return { kind: 'stop', reason: sentenceOfDowngrade(observed.environment.environment, from, to) };
};

/** Why members are not taken back, and what else there is. */
export const sentenceOfDowngrade = (
  environment: string,
  from: ReleaseId | undefined,
  to: ReleaseId,
): string =>
  `the data of ${from} may be of no use to ${to} (downgrade: 'refused'), so no member is taken back: ` +
  `deploy a release that puts right what is wrong, or go back with the data too: ` +
  `\`imago restore ${environment} --release ${to}\` tells which snapshots there are`;

/** What members stand on: security group, launch template and load balancer; done anew by each process. */
export const prepareCluster: ClusterRule = (task) => {
  const { rollout, observed } = task;
  const { to, told, settings } = rollout;
  const stands =
    observed.securityGroup !== undefined &&
    observed.templates.includes(to) &&
    (settings.loadBalancer === undefined || observed.loadBalancer !== undefined);
  if (stands && isOrdered(task, 'prepare-cluster')) return undefined;
  if (!isOrdered(task, 'prepare-cluster')) {
    if (told.paused) return { kind: 'hold', why: 'paused', reason: 'it is paused' };
    const hooks = clusterHooks(task, 'before-scale-up');
    const asked = pass(hooks, 'before-scale-up', task, []);
    if (asked !== undefined) return asked;
  } else if (!task.fresh) return wait('security group and launch template to be seen');
  return {
    kind: 'act',
    actions: [{ kind: 'prepare-cluster' }, { kind: 'prepare-template', release: to }],
  };
};

/**
 * Snapshots of every volume before the first member goes. They need not be complete: Elastic Block Store fixes what is
 * in a snapshot at the moment at which it starts (CreateSnapshots), so one that is `pending` is enough to go on.
 */
export const snapshotFirst: ClusterRule = (task) => {
  const { rollout, observed, members, founding } = task;
  const begun = rollout.acts.some(
    ({ action: { kind } }) => kind === 'stop-member' || kind === 'launch-member',
  );
  if (!rollout.settings.strategy.snapshots || founding || begun) return undefined;
  const made = observed.snapshots.filter(
    (snapshot) => snapshot.rollout === rollout.number && snapshot.state !== 'error',
  );
  const lacking = members.filter(({ name, seen }) =>
    (seen?.volumes ?? []).some(
      (volume) => !made.some((snapshot) => snapshot.member === name && snapshot.volume === volume.name),
    ),
  );
  if (lacking.length === 0) return undefined;
  if (!task.fresh) return wait('snapshots to be seen');
  const names = lacking.map(({ name }) => name);
  return order(task, { kind: 'snapshot-members', members: names, rollout: rollout.number });
};

/** Addresses do not change in an upgrade; what has come to the cluster since, or was taken away, is put right. */
export const publish: ClusterRule = (task) => {
  const { loadBalancer, dnsName } = task.rollout.settings;
  if (loadBalancer === undefined && dnsName === undefined) return undefined;
  if (isOrdered(task, 'publish-members')) return undefined;
  return { kind: 'act', actions: [{ kind: 'publish-members' }] };
};

/** Whether this process has done it: what one that died has ordered may not have been done. */
function isOrdered(
  { rollout: { acts, takenOverAt } }: ClusterTask,
  kind: 'prepare-cluster' | 'publish-members',
): boolean {
  return acts.some(
    ({ at, action }) => action.kind === kind && (takenOverAt === undefined || at >= takenOverAt),
  );
}
