import { AttachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { INSTANCE, NETWORK_INTERFACE, requireRecord } from '../resource-kinds.ts';

/** EC2 AttachNetworkInterface: always refused, as each instance has its one interface from its launch. */
export const route: Route = on(AttachNetworkInterfaceCommand, (input, { cloud }) => {
  const record = requireRecord(cloud, NETWORK_INTERFACE, input.NetworkInterfaceId ?? '');
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  if (record.attachment || record.loadBalancerArn !== undefined) {
    throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${record.id}] in use.`);
  }
  if (instance.state !== 'running' && instance.state !== 'stopped') {
    throw new AwsError(
      'IncorrectState',
      `The instance '${instance.id}' is ${instance.state}: an interface is attached to one that is running or stopped.`,
    );
  }
  throw input.DeviceIndex === 0
    ? new AwsError(
        'InvalidParameterValue',
        `Instance '${instance.id}' already has an interface attached at device index '0'.`,
      )
    : new AwsError(
        'AttachmentLimitExceeded',
        `Interface count 2 exceeds the limit for ${instance.instanceType}: an instance of the local cloud has one interface, which RunInstances is told.`,
      );
});
