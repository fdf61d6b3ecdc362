import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { requireWellFormed } from './resource-ids.ts';

/** The instance with this id, or AWS's error. */
export function requireInstance(cloud: LocalCloud, id: string): InstanceRecord {
  const [instance] = requireInstances(cloud, [id]);
  if (instance) return instance;
  throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
}

/** The instances with these ids, in the order given; AWS's error names all that do not exist. */
export function requireInstances(cloud: LocalCloud, ids: readonly string[]): readonly InstanceRecord[] {
  const missing: string[] = [];
  const found: InstanceRecord[] = [];
  for (const id of new Set(ids)) {
    const instance = cloud.tables.instances.get(id);
    if (instance) {
      found.push(instance);
    } else {
      requireWellFormed(id, 'i', 'InvalidInstanceID.Malformed');
      missing.push(id);
    }
  }
  if (missing.length === 0) return found;
  throw new AwsError(
    'InvalidInstanceID.NotFound',
    missing.length === 1
      ? `The instance ID '${missing[0]}' does not exist`
      : `The instance IDs '${missing.join(', ')}' do not exist`,
  );
}
