import { ModifyInstanceAttributeCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { changeInterface } from '../change-interface.ts';
import { refuseDryRun } from '../dry-run.ts';
import { applyVolumeChanges, instanceChange } from '../modify-instance.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';

/** EC2 ModifyInstanceAttribute. Type and user data may be changed while the instance is stopped only. */
export const route: Route = on(ModifyInstanceAttributeCommand, (input, { cloud }) => {
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  const change = instanceChange(cloud, instance, input);
  refuseDryRun(input.DryRun);
  const { securityGroupIds, sourceDestCheck } = change;
  const network = cloud.tables.networkInterfaces.get(instance.networkInterfaceId);
  if (network?.attachment?.instanceId === instance.id) {
    changeInterface(cloud, network, {
      ...(securityGroupIds ? { securityGroupIds } : {}),
      ...(sourceDestCheck === undefined ? {} : { sourceDestCheck }),
    });
  }
  cloud.tables.instances.update(instance.id, change);
  applyVolumeChanges(cloud, instance, input);
  cloud.poke();
  return {};
});
