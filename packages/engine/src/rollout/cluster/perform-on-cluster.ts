import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings, MemberSettings } from '../../model/cluster.ts';
import type { EnvironmentRef } from '../../model/environment.ts';
import type { Release, ReleaseId } from '../../model/release.ts';
import type { RolloutAction } from '../../model/rollout.ts';
import { isOfCluster } from '../action-of-cluster.ts';
import type { RolloutPorts } from '../ports.ts';
import { readRelease } from '../records.ts';
import { clusterOf } from './cluster-of.ts';

/** What an action of a cluster is performed with. */
export interface ClusterContext {
  readonly environment: EnvironmentRef;
  /** The release that the rollout moves to; undefined in a destroy. */
  readonly to: Release | undefined;
  readonly ports: Pick<RolloutPorts, 'clusters' | 'state'>;
  /** What an instance was launched on, as it was last seen. */
  readonly releaseOf: (instance: string) => ReleaseId | undefined;
  /** Throws when the lock is lost. */
  readonly assertHeld: () => void;
}

/** Performs one action. */
export async function performOnCluster(action: RolloutAction, context: ClusterContext): Promise<void> {
  const { environment, to, ports, releaseOf, assertHeld } = context;
  const { clusters } = ports;
  if (!isOfCluster(action) && action.kind !== 'prepare-template') {
    throw new ImagoError({
      code: 'not-a-cluster',
      source: 'internal',
      message: `a cluster knows no ${action.kind}`,
    });
  }
  switch (action.kind) {
    case 'prepare-cluster':
      return clusters.ensureCluster(environment, await settingsOf(to?.id));
    case 'prepare-template': {
      const { image, settings } = await recordOf(action.release);
      return clusters.ensureTemplate(environment, action.release, image, clusterOf(settings));
    }
    case 'prepare-member': {
      const settings = await settingsOf(to?.id);
      const { member, restored } = action;
      return clusters.ensureMember(environment, memberOf(member, settings), settings, restored);
    }
    case 'snapshot-members':
      for (const member of action.members) {
        await clusters.snapshotMember(environment, member, action.rollout);
      }
      return;
    case 'stop-member':
      return clusters.stopMember(environment, action.instance, action.force);
    case 'detach-volumes':
      return clusters.detachVolumes(environment, action.member, action.instance);
    case 'terminate-member':
      return clusters.terminateMember(environment, action.instance);
    case 'launch-member': {
      const { release, attempt, bootstrap } = action;
      const record = await recordOf(release);
      const settings = clusterOf(record.settings);
      const member = memberOf(action.member, settings);
      const { image } = record;
      return clusters.launchMember(environment, { member, release, image, settings, attempt, bootstrap });
    }
    case 'attach-volumes': {
      const { member, instance } = action;
      const settings = await settingsOf(releaseOf(instance) ?? to?.id);
      return clusters.attachVolumes(environment, member, instance, settings);
    }
    case 'set-aside-volumes':
      return clusters.setAsideVolumes(environment, action.member, action.volumes, action.rollout);
    case 'take-back-volumes':
      return clusters.takeBackVolumes(environment, action.member, action.volumes);
    case 'retire-snapshots':
      return clusters.deleteSnapshots(environment, action.snapshots);
    case 'retire-templates':
      return clusters.deleteTemplates(environment, action.releases);
    case 'mark-formatted':
      return clusters.markFormatted(environment, action.member);
    case 'publish-members':
      return clusters.publishMembers(environment, await settingsOf(to?.id));
    case 'remove-cluster':
      return clusters.removeCluster(environment);
    case 'delete-volumes':
      return clusters.deleteVolumes(environment, action.member);
  }

  async function settingsOf(id: ReleaseId | undefined): Promise<ClusterSettings> {
    return clusterOf((await recordOf(id)).settings);
  }

  async function recordOf(id: ReleaseId | undefined): Promise<Release> {
    if (to !== undefined && to.id === id) return to;
    const record = await readRelease(ports.state, environment, id);
    // This machine may have slept while it read.
    assertHeld();
    if (record !== undefined) return record;
    throw new ImagoError({
      code: 'no-release',
      source: 'user',
      message: `the record of ${id ?? 'the release'} is gone`,
      fix: 'restore the object from its earlier version in S3, or deploy a new release',
    });
  }
}

function memberOf(name: string, { members }: ClusterSettings): MemberSettings {
  const found = members.find((member) => member.name === name);
  if (found !== undefined) return found;
  throw new ImagoError({
    code: 'no-member',
    source: 'user',
    message: `the release knows no member ${name}, only ${members.map((member) => member.name).join(', ')}`,
    fix: 'deploy a release with all members: a cluster keeps those that it began with',
  });
}
