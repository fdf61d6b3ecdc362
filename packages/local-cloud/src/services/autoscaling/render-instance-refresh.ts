import type {
  InstanceRefresh,
  InstanceRefreshProgressDetails,
  LaunchTemplateSpecification,
  RefreshPreferences,
} from '@aws-sdk/client-auto-scaling';
import type {
  GroupTemplateRecord,
  InstanceRefreshRecord,
  RefreshPreferencesRecord,
} from '../../store/records/auto-scaling.ts';

/** A refresh as DescribeInstanceRefreshes shows it. */
export function renderInstanceRefresh(refresh: InstanceRefreshRecord): InstanceRefresh {
  const { percentageComplete, instancesToUpdate, rollback, desiredTemplate } = refresh;
  return {
    InstanceRefreshId: refresh.id,
    AutoScalingGroupName: refresh.groupName,
    Status: refresh.status,
    StatusReason: refresh.statusReason,
    StartTime: refresh.startedAt,
    EndTime: refresh.endedAt,
    PercentageComplete: percentageComplete,
    InstancesToUpdate: instancesToUpdate,
    ProgressDetails: details(percentageComplete, instancesToUpdate),
    Preferences: renderPreferences(refresh.preferences),
    Strategy: 'Rolling',
    ...(desiredTemplate ? { DesiredConfiguration: { LaunchTemplate: renderTemplate(desiredTemplate) } } : {}),
    ...(rollback
      ? {
          RollbackDetails: {
            RollbackReason: rollback.reason,
            RollbackStartTime: rollback.startedAt,
            PercentageCompleteOnRollback: rollback.percentageComplete,
            InstancesToUpdateOnRollback: rollback.instancesToUpdate,
            ProgressDetailsOnRollback: details(rollback.percentageComplete, rollback.instancesToUpdate),
          },
        }
      : {}),
  };
}

/** A group's launch template with its version as it was given. */
export function renderTemplate({ id, name, version }: GroupTemplateRecord): LaunchTemplateSpecification {
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: version };
}

function details(percentage: number, toUpdate: number): InstanceRefreshProgressDetails {
  return { LivePoolProgress: { PercentageComplete: percentage, InstancesToUpdate: toUpdate } };
}

function renderPreferences(preferences: RefreshPreferencesRecord): RefreshPreferences {
  const { checkpointPercentages: percentages } = preferences;
  return {
    MinHealthyPercentage: preferences.minHealthyPercentage,
    MaxHealthyPercentage: preferences.maxHealthyPercentage,
    InstanceWarmup: preferences.instanceWarmup,
    ...(percentages.length === 0
      ? {}
      : { CheckpointPercentages: [...percentages], CheckpointDelay: preferences.checkpointDelay }),
    SkipMatching: preferences.skipMatching,
    AutoRollback: preferences.autoRollback,
    ScaleInProtectedInstances: preferences.scaleInProtectedInstances,
    StandbyInstances: preferences.standbyInstances,
    ...(preferences.alarms.length === 0 ? {} : { AlarmSpecification: { Alarms: [...preferences.alarms] } }),
    BakeTime: preferences.bakeTime,
  };
}
