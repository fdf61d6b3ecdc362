import type { PolicyDetails, Schedule, Tag } from '@aws-sdk/client-dlm';
import type { SnapshotSchedule } from '@imago/engine';

/**
 * The name of a policy's only schedule, for good: Data Lifecycle Manager counts the snapshots that it keeps by this name,
 * and would leave those of another name for ever.
 */
const scheduleName = 'imago';

/** A schedule of the config as a lifecycle policy has it; `target`: a tag that only volumes of this policy have. */
export function policyDetails(
  { every, keep }: SnapshotSchedule,
  target: { readonly Key: string; readonly Value: string },
): PolicyDetails & { readonly TargetTags: Tag[]; readonly Schedules: Schedule[] } {
  const schedule: Schedule = {
    Name: scheduleName,
    // Whose it is, and of what: restore finds it by its volume's tags.
    CopyTags: true,
    CreateRule: { Interval: every.milliseconds / 3_600_000, IntervalUnit: 'HOURS', Times: ['00:00'] },
    RetainRule: { Count: keep },
  };
  return {
    PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
    ResourceTypes: ['VOLUME'],
    // One is enough, and has to be: a volume with any of several tags is a target.
    TargetTags: [target],
    Schedules: [schedule],
  };
}

/** Whether a policy is as it is to be. What we say nothing of is AWS's, or a person's, to choose. */
export function isSamePolicy(
  found: PolicyDetails | undefined,
  wanted: ReturnType<typeof policyDetails>,
): boolean {
  const [schedule, ...others] = found?.Schedules ?? [];
  const [want] = wanted.Schedules;
  return (
    others.length === 0 &&
    JSON.stringify(factsOf(schedule)) === JSON.stringify(factsOf(want)) &&
    JSON.stringify(tagsOf(found)) === JSON.stringify(tagsOf(wanted))
  );
}

const factsOf = (schedule: Schedule | undefined): readonly unknown[] => [
  schedule?.Name,
  schedule?.CopyTags,
  schedule?.CreateRule?.Interval,
  schedule?.CreateRule?.IntervalUnit,
  schedule?.RetainRule?.Count,
];

const tagsOf = (details: PolicyDetails | undefined): readonly unknown[] =>
  details?.TargetTags?.map(({ Key, Value }) => [Key, Value]) ?? [];
