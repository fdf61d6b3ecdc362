import type { _InstanceType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../wire/aws-error.ts';

/** What the cloud knows about an instance type. */
export interface InstanceType {
  readonly name: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly burstable: boolean;
}

/** Memory in GiB and vCPUs of the burstable types, by size. */
const BURSTABLE: Readonly<Record<string, readonly [memory: number, vcpus: number]>> = {
  nano: [0.5, 2],
  micro: [1, 2],
  small: [2, 2],
  medium: [4, 2],
  large: [8, 2],
  xlarge: [16, 4],
  '2xlarge': [32, 8],
};

/** GiB of memory per vCPU by the family's first letter: compute 2, general purpose 4, memory 8. */
const MEMORY_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, x: 16, i: 8, d: 8 };

/** The types that DescribeInstanceTypes lists; any other well-formed name is accepted and derived likewise. */
export const LISTED_INSTANCE_TYPES: readonly string[] = [
  ...['t2', 't3', 't3a'].flatMap((family) => Object.keys(BURSTABLE).map((size) => `${family}.${size}`)),
  ...['m5', 'm6i', 'm7i', 'c5', 'c6i', 'c7i', 'r5', 'r6i', 'r7i'].flatMap((family) =>
    ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'].map((size) => `${family}.${size}`),
  ),
  't1.micro',
  'm1.small',
  'm3.medium',
  'm3.large',
];

/** Types that were asked for: every description of an instance asks for its type. */
const known = new Map<string, InstanceType>();

/** What a type offers, or undefined when the name is not one that EC2 could have. */
export function findInstanceType(name: string): InstanceType | undefined {
  const before = known.get(name);
  if (before) return before;
  const type = deriveInstanceType(name);
  if (type) known.set(name, type);
  return type;
}

function deriveInstanceType(name: string): InstanceType | undefined {
  const [, family, size] =
    /^([a-z][a-z0-9-]{0,12}\d[a-z0-9-]*)\.(nano|micro|small|medium|(?:\d{1,2})?x?large|metal(?:-\d{1,2}xl)?)$/.exec(
      name,
    ) ?? [];
  if (family === undefined || size === undefined) return undefined;
  const burstable = family.startsWith('t');
  const listed = burstable ? BURSTABLE[size] : undefined;
  if (listed) return { name, vcpus: listed[1], memoryMiB: listed[0] * 1024, burstable };
  const vcpus = vcpusOf(size);
  const memoryMiB = vcpus * (MEMORY_PER_VCPU[family.slice(0, 1)] ?? 4) * 1024;
  return { name, vcpus, memoryMiB, burstable };
}

/** Whether EC2 could have a type of this name; the SDK's list is older than the newest types. */
export function isInstanceType(name: string): name is _InstanceType {
  return findInstanceType(name) !== undefined;
}

/** The type's name, or AWS's error when EC2 could have no such type. */
export function requireInstanceType(name: string): string {
  if (isInstanceType(name)) return name;
  throw new AwsError('InvalidParameterValue', `Invalid value '${name}' for InstanceType.`);
}

function vcpusOf(size: string): number {
  const multiple = /^(\d+)xlarge$/.exec(size)?.[1];
  if (multiple !== undefined) return Number(multiple) * 4;
  if (size === 'xlarge') return 4;
  if (size === 'large') return 2;
  return size.startsWith('metal') ? 96 : 1;
}
