import { DescribeVolumeAttributeCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireRecord, VOLUME } from '../resource-kinds.ts';

/** EC2 DescribeVolumeAttribute: one attribute at a time. */
export const route: Route = on(DescribeVolumeAttributeCommand, (input, { cloud }) => {
  const { id } = requireRecord(cloud, VOLUME, input.VolumeId ?? '');
  refuseDryRun(input.DryRun);
  switch (input.Attribute) {
    case 'autoEnableIO':
      return { VolumeId: id, AutoEnableIO: { Value: false } };
    case 'productCodes':
      return { VolumeId: id, ProductCodes: [] };
    case undefined:
    default:
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${String(input.Attribute)}) for parameter attribute is invalid. Unknown attribute.`,
      );
  }
});
