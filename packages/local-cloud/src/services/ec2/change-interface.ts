import type { LocalCloud } from '../../cloud.ts';
import type { NetworkInterfaceRecord } from '../../store/records/ec2.ts';

/** Changes an interface; what its instance shows of it changes along. */
export function changeInterface(
  cloud: LocalCloud,
  record: NetworkInterfaceRecord,
  change: Partial<
    Pick<NetworkInterfaceRecord, 'securityGroupIds' | 'sourceDestCheck' | 'description' | 'attachment'>
  >,
): void {
  // The interface first: it is the one that counts when a daemon dies between the two.
  const { attachment, securityGroupIds, sourceDestCheck } =
    cloud.tables.networkInterfaces.update(record.id, change) ?? record;
  if (attachment) cloud.tables.instances.update(attachment.instanceId, { securityGroupIds, sourceDestCheck });
  cloud.poke();
}
