import type { PolicyDetails } from '@aws-sdk/client-dlm';
import type { LifecyclePolicyRecord } from '../../store/records/dlm.ts';
import { invalidRequest, unsupported } from './dlm-errors.ts';
import { readSchedule, readTags } from './read-schedule.ts';

/** What a policy does, checked: snapshots of volumes by their tags, and nothing else of what a policy may do on AWS. */
export function readDetails(
  details: PolicyDetails | undefined,
  now: Date,
): Pick<LifecyclePolicyRecord, 'targetTags' | 'schedules'> {
  const {
    PolicyType: type = 'EBS_SNAPSHOT_MANAGEMENT',
    PolicyLanguage: language = 'STANDARD',
    ResourceTypes: resources,
    ResourceLocations: locations = ['CLOUD'],
    TargetTags = [],
    Schedules = [],
  } = details ?? {};
  if (type !== 'EBS_SNAPSHOT_MANAGEMENT') {
    throw unsupported(`The policy type ${type}`, 'use EBS_SNAPSHOT_MANAGEMENT');
  }
  if (language !== 'STANDARD') throw unsupported('A default policy', 'use PolicyLanguage STANDARD');
  const missing = [
    ...(resources === undefined ? ['ResourceTypes'] : []),
    ...(TargetTags.length === 0 ? ['TargetTags'] : []),
    ...(Schedules.length === 0 ? ['Schedules'] : []),
  ];
  if (missing.length > 0) {
    throw invalidRequest(`The following required parameter(s) are missing: {${missing.join(', ')}}`);
  }
  if (resources?.join() !== 'VOLUME') {
    throw unsupported(`The resource type ${resources?.join(', ')}`, 'use VOLUME');
  }
  if (locations.join() !== 'CLOUD') throw unsupported(`The location ${locations.join(', ')}`, 'use CLOUD');
  if (Schedules.length > 4) throw invalidRequest('A policy can have up to 4 schedules.');
  if (new Set(Schedules.map(({ Name }) => Name)).size < Schedules.length) {
    throw invalidRequest('The names of the schedules of a policy must differ.');
  }
  for (const tag of TargetTags) readTags([tag]);
  return {
    targetTags: TargetTags.map(({ Key: key = '', Value: value = '' }) => ({ key, value })),
    schedules: Schedules.map((schedule) => readSchedule(schedule, now)),
  };
}
