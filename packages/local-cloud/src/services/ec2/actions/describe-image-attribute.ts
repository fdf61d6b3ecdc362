import { DescribeImageAttributeCommand, type ImageAttribute } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { requireOwnImage } from '../own-image.ts';
import { renderBlockDevice } from '../render-image.ts';

/** EC2 DescribeImageAttribute: one attribute at a time, of the account's own images. */
export const route: Route = on(DescribeImageAttributeCommand, (input, { cloud }) => {
  const image = requireOwnImage(cloud, input.ImageId ?? '');
  refuseDryRun(input.DryRun);
  const answer = (attribute: ImageAttribute): ImageAttribute => ({ ImageId: image.id, ...attribute });
  switch (input.Attribute) {
    case 'description':
      return answer({ Description: { Value: image.description ?? '' } });
    case 'launchPermission':
      return answer({
        LaunchPermissions: [
          ...(image.public ? [{ Group: 'all' as const }] : []),
          ...image.launchPermissions.map((UserId) => ({ UserId })),
        ],
      });
    case 'blockDeviceMapping':
      return answer({ BlockDeviceMappings: image.blockDevices.map(renderBlockDevice) });
    case 'productCodes':
      return answer({ ProductCodes: [] });
    case 'sriovNetSupport':
      return answer({ SriovNetSupport: { Value: 'simple' } });
    case 'kernel':
    case 'ramdisk':
    case 'bootMode':
    case 'tpmSupport':
    case 'uefiData':
    case 'imdsSupport':
    case 'lastLaunchedTime':
    case 'deregistrationProtection':
      return answer({});
    case undefined:
    default:
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${String(input.Attribute)}) for parameter attribute is invalid. Unknown attribute.`,
      );
  }
});
