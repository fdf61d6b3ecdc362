import type { LifecyclePolicy, LifecyclePolicySummary, Schedule } from '@aws-sdk/client-dlm';
import type { LifecyclePolicyRecord, SnapshotScheduleRecord } from '../../store/records/dlm.ts';
import type { Tags } from '../../store/records/ec2.ts';

const POLICY_TYPE = 'EBS_SNAPSHOT_MANAGEMENT';

/** A policy as GetLifecyclePolicies shows it. */
export const renderSummary = ({
  id,
  description,
  state,
  tags,
}: LifecyclePolicyRecord): LifecyclePolicySummary => ({
  PolicyId: id,
  Description: description,
  State: state,
  Tags: { ...tags },
  PolicyType: POLICY_TYPE,
  DefaultPolicy: false,
});

/** A policy as GetLifecyclePolicy shows it. */
export const renderPolicy = (policy: LifecyclePolicyRecord): LifecyclePolicy => ({
  PolicyId: policy.id,
  PolicyArn: policy.arn,
  Description: policy.description,
  State: policy.state,
  StatusMessage: policy.state,
  ExecutionRoleArn: policy.roleArn,
  DateCreated: policy.createdAt,
  DateModified: policy.modifiedAt,
  Tags: { ...policy.tags },
  DefaultPolicy: false,
  PolicyDetails: {
    PolicyType: POLICY_TYPE,
    PolicyLanguage: 'STANDARD',
    ResourceTypes: ['VOLUME'],
    ResourceLocations: ['CLOUD'],
    TargetTags: policy.targetTags.map(({ key, value }) => ({ Key: key, Value: value })),
    Schedules: policy.schedules.map(renderSchedule),
  },
});

const renderSchedule = (schedule: SnapshotScheduleRecord): Schedule => ({
  Name: schedule.name,
  CopyTags: schedule.copyTags,
  TagsToAdd: renderTags(schedule.tagsToAdd),
  VariableTags: [],
  CreateRule: {
    Location: 'CLOUD',
    Interval: schedule.everyHours,
    IntervalUnit: 'HOURS',
    Times: [schedule.time],
  },
  RetainRule:
    'count' in schedule.retain
      ? { Count: schedule.retain.count }
      : { Interval: schedule.retain.interval, IntervalUnit: schedule.retain.unit },
});

const renderTags = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
