import { DescribeInstanceAttributeCommand, type InstanceAttribute } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { renderInstance } from '../render-instance.ts';
import { INSTANCE, requireRecord } from '../resource-kinds.ts';

/** EC2 DescribeInstanceAttribute: one attribute at a time. */
export const route: Route = on(DescribeInstanceAttributeCommand, (input, { cloud }) => {
  const instance = requireRecord(cloud, INSTANCE, input.InstanceId ?? '');
  refuseDryRun(input.DryRun);
  const shown = renderInstance(cloud, instance);
  const answer = (attribute: InstanceAttribute): InstanceAttribute => ({
    InstanceId: instance.id,
    ...attribute,
  });
  switch (input.Attribute) {
    case 'instanceType':
      return answer({ InstanceType: { Value: instance.instanceType } });
    case 'userData':
      return answer({ UserData: { Value: instance.userData } });
    case 'disableApiTermination':
      return answer({ DisableApiTermination: { Value: instance.apiTerminationProtected } });
    case 'disableApiStop':
      return answer({ DisableApiStop: { Value: false } });
    case 'instanceInitiatedShutdownBehavior':
      return answer({ InstanceInitiatedShutdownBehavior: { Value: instance.shutdownBehavior } });
    case 'rootDeviceName':
      return answer({ RootDeviceName: { Value: shown.RootDeviceName } });
    case 'blockDeviceMapping':
      return answer({ BlockDeviceMappings: shown.BlockDeviceMappings });
    case 'sourceDestCheck':
      return answer({ SourceDestCheck: { Value: instance.sourceDestCheck } });
    case 'groupSet':
      return answer({ Groups: shown.SecurityGroups });
    case 'ebsOptimized':
      return answer({ EbsOptimized: { Value: instance.ebsOptimized } });
    case 'enaSupport':
      return answer({ EnaSupport: { Value: true } });
    case 'productCodes':
      return answer({ ProductCodes: [] });
    case 'kernel':
    case 'ramdisk':
    case 'sriovNetSupport':
      return answer({});
    case 'enclaveOptions':
      return answer({ EnclaveOptions: { Enabled: false } });
    case undefined:
    default:
      throw new AwsError(
        'InvalidParameterValue',
        `Value (${String(input.Attribute)}) for parameter attribute is invalid. Unknown attribute.`,
      );
  }
});
