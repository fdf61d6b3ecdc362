import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import {
  CreateLifecyclePolicyCommand,
  DeleteLifecyclePolicyCommand,
  GetLifecyclePoliciesCommand,
  GetLifecyclePolicyCommand,
  UpdateLifecyclePolicyCommand,
} from '@aws-sdk/client-dlm';
import type { LifecyclePolicy, LifecyclePolicySummary } from '@aws-sdk/client-dlm';
import { environmentPath, tagKeys } from '@imago/engine';
import type { ClusterSettings, EnvironmentRef, VolumeSettings } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findVolumes } from './cluster-cloud-find.ts';
import { memberTagKeys, scheduleTag, volumeTag } from './cluster-cloud-tags.ts';
import { tagOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { isSamePolicy, policyDetails } from './lifecycle-policy.ts';
import { findSnapshotRole } from './snapshot-role.ts';

/**
 * One lifecycle policy for each volume of the config that has a schedule, and none for any other: Data Lifecycle Manager
 * goes on with the snapshots when nobody of ours is there. Answers the names of the volumes whose policy was made,
 * changed or deleted.
 */
export async function ensureSchedules(
  aws: AwsClients,
  ref: EnvironmentRef,
  { volumes, tags }: Pick<ClusterSettings, 'volumes' | 'tags'>,
): Promise<readonly string[]> {
  const wanted = volumes.filter(({ snapshots }) => snapshots !== undefined);
  const policies = await findPolicies(aws, ref, wanted.length > 0);
  const changed: string[] = [];
  for (const volume of wanted) {
    const found = policies.filter(({ Tags }) => volumeOf(Tags) === volume.name);
    if (await ensurePolicy(aws, ref, { volume, tags, found })) changed.push(volume.name);
  }
  if (wanted.length > 0) await tagVolumes(aws, ref, wanted);
  for (const policy of policies) {
    const volume = volumeOf(policy.Tags);
    if (wanted.some(({ name }) => name === volume)) continue;
    await deletePolicy(aws, policy);
    changed.push(volume);
  }
  return changed;
}

/** The policies of an environment; an account that may not ask, or has no such service, has none of ours. */
async function findPolicies(
  aws: AwsClients,
  { project, environment }: EnvironmentRef,
  needed: boolean,
): Promise<readonly LifecyclePolicySummary[]> {
  const asked = aws.dlm.send(new GetLifecyclePoliciesCommand({}));
  const { Policies = [] } = (await (needed ? asked : tolerate(['denied', 'not-found'], asked))) ?? {};
  return Policies.filter(
    ({ Tags }) => Tags?.[tagKeys.project] === project && Tags[tagKeys.environment] === environment,
  );
}

const volumeOf = (tags: LifecyclePolicySummary['Tags']): string => tags?.[memberTagKeys.volume] ?? '';

interface Wanted {
  readonly volume: VolumeSettings;
  readonly tags: ClusterSettings['tags'];
  readonly found: readonly LifecyclePolicySummary[];
}

/** Whether anything had to be done. Where two runs have made one each, the first one stays. */
async function ensurePolicy(
  aws: AwsClients,
  ref: EnvironmentRef,
  { volume, tags, found }: Wanted,
): Promise<boolean> {
  const { snapshots } = volume;
  if (snapshots === undefined) return false;
  const [first, ...more] = [...found].sort((a, b) => ((a.PolicyId ?? '') < (b.PolicyId ?? '') ? -1 : 1));
  for (const policy of more) await deletePolicy(aws, policy);
  const ExecutionRoleArn = await findSnapshotRole(aws, snapshots.role);
  const details = policyDetails(snapshots, scheduleTag(ref, volume.name));
  const settings = { ExecutionRoleArn, State: 'ENABLED', PolicyDetails: details } as const;
  if (first === undefined) {
    const Tags = {
      ...tags,
      Name: `${environmentPath(ref)}/${volume.name}`,
      [tagKeys.project]: ref.project,
      [tagKeys.environment]: ref.environment,
      [memberTagKeys.volume]: volume.name,
    };
    const Description = `Imago - ${ref.project} - ${ref.environment} - ${volume.name}`;
    await aws.dlm.send(new CreateLifecyclePolicyCommand({ ...settings, Description, Tags }));
    return true;
  }
  const { PolicyId } = first;
  const { Policy = {} } = await aws.dlm.send(new GetLifecyclePolicyCommand({ PolicyId }));
  if (isSame(Policy, settings)) return more.length > 0;
  await aws.dlm.send(new UpdateLifecyclePolicyCommand({ PolicyId, ...settings }));
  return true;
}

const isSame = (
  { ExecutionRoleArn, State, PolicyDetails }: LifecyclePolicy,
  settings: { readonly ExecutionRoleArn: string; readonly PolicyDetails: ReturnType<typeof policyDetails> },
): boolean =>
  State === 'ENABLED' &&
  ExecutionRoleArn === settings.ExecutionRoleArn &&
  isSamePolicy(PolicyDetails, settings.PolicyDetails);

async function deletePolicy(aws: AwsClients, { PolicyId }: LifecyclePolicySummary): Promise<void> {
  await tolerate(['not-found'], aws.dlm.send(new DeleteLifecyclePolicyCommand({ PolicyId })));
}

/** Volumes carry their policy's tag from their making on; those of before there were schedules do not. */
async function tagVolumes(
  aws: AwsClients,
  ref: EnvironmentRef,
  wanted: readonly VolumeSettings[],
): Promise<void> {
  const volumes = await findVolumes(aws, ref);
  for (const { name } of wanted) {
    const { Key, Value } = scheduleTag(ref, name);
    const Resources = volumes
      .filter(
        ({ Tags, State }) => volumeTag(Tags) === name && tagOf(Tags, Key) !== Value && State !== 'deleting',
      )
      .map(({ VolumeId = '' }) => VolumeId);
    if (Resources.length > 0)
      await aws.ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key, Value }] }));
  }
}
