import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';

/**
 * Whether EC2's system and instance status checks pass. An instance is `running` from the moment its init runs
 * with its network up, and leaves that state as soon as the machine dies, so the state tells.
 */
export function instanceStatusOk(_cloud: LocalCloud, instance: InstanceRecord): boolean {
  return instance.state === 'running' && instance.runningSince !== undefined;
}
