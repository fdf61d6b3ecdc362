import { DetachNetworkInterfaceCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';

/** EC2 DetachNetworkInterface: always refused, as an instance keeps its first interface until it is terminated. */
export const route: Route = on(DetachNetworkInterfaceCommand, (input, { cloud }) => {
  const { AttachmentId: wanted } = input;
  for (const { attachment } of cloud.tables.networkInterfaces.values()) {
    if (attachment?.id !== wanted) continue;
    throw new AwsError(
      'OperationNotPermitted',
      'The network interface at device index 0 and networkCard index 0 cannot be detached.',
    );
  }
  throw new AwsError('InvalidAttachmentID.NotFound', `The attachment ID '${wanted}' does not exist`);
});
