import { DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';
import {
  findInstanceType,
  isInstanceType,
  type InstanceType,
  LISTED_INSTANCE_TYPES,
} from '../instance-types.ts';

interface Listed extends InstanceType {
  readonly id: string;
  readonly tags?: Readonly<Record<string, string>>;
}

const FILTERS: FilterTable<Listed> = {
  'instance-type': ({ name }) => name,
  'current-generation': ({ name }) => !/^[tm]1\.|^m3\./.test(name),
  'burstable-performance-supported': ({ burstable }) => burstable,
  'vcpu-info.default-vcpus': ({ vcpus }) => vcpus,
  'memory-info.size-in-mib': ({ memoryMiB }) => memoryMiB,
  'processor-info.supported-architecture': () => 'x86_64',
  'supported-virtualization-type': () => 'hvm',
  'supported-root-device-type': () => 'ebs',
  'bare-metal': ({ name }) => name.includes('.metal'),
  hypervisor: () => 'xen',
};

/** EC2 DescribeInstanceTypes: a usual selection, or any well-formed type that is named. */
export const route: Route = on(DescribeInstanceTypesCommand, (input) => {
  refuseDryRun(input.DryRun);
  const names: readonly string[] = input.InstanceTypes?.length ? input.InstanceTypes : LISTED_INSTANCE_TYPES;
  const asked = names.map((name): Listed => {
    const found = findInstanceType(name);
    if (!found)
      throw new AwsError(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${name}]`,
      );
    return { id: name, ...found };
  });
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, FILTERS), input, {
    ids: input.InstanceTypes,
  });
  return {
    InstanceTypes: page.map(({ name, vcpus, memoryMiB, burstable }) => ({
      InstanceType: isInstanceType(name) ? name : undefined,
      CurrentGeneration: !/^[tm]1\.|^m3\./.test(name),
      BareMetal: name.includes('.metal'),
      Hypervisor: 'xen' as const,
      SupportedRootDeviceTypes: ['ebs' as const],
      SupportedVirtualizationTypes: ['hvm' as const],
      SupportedUsageClasses: ['on-demand' as const],
      ProcessorInfo: { SupportedArchitectures: ['x86_64' as const] },
      VCpuInfo: { DefaultVCpus: vcpus, DefaultCores: vcpus, DefaultThreadsPerCore: 1 },
      MemoryInfo: { SizeInMiB: memoryMiB },
      BurstablePerformanceSupported: burstable,
      InstanceStorageSupported: false,
      NetworkInfo: { MaximumNetworkInterfaces: 1, EnaSupport: 'supported' as const },
    })),
    NextToken: nextToken,
  };
});
