import { createHash } from 'node:crypto';
import type { VolumeType } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { VolumeShape } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** What a request says about a volume's shape. */
export interface ShapeWish {
  readonly sizeGiB?: number | undefined;
  readonly volumeType?: string | undefined;
  readonly iops?: number | undefined;
  readonly throughput?: number | undefined;
  readonly encrypted?: boolean | undefined;
  readonly kmsKeyId?: string | undefined;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

interface TypeLimits {
  readonly size: Range;
  /** Absent where a request may not say it. */
  readonly iops?: Range;
  readonly throughput?: Range;
}

const range = (least: number, most: number): Range => ({ least, most });

/** The limits of EBS's volume types. */
const TYPES: Readonly<Record<VolumeType, TypeLimits>> = {
  gp3: { size: range(1, 65_536), iops: range(3000, 80_000), throughput: range(125, 2000) },
  gp2: { size: range(1, 16_384) },
  io2: { size: range(4, 65_536), iops: range(100, 256_000) },
  io1: { size: range(4, 16_384), iops: range(100, 64_000) },
  st1: { size: range(125, 16_384) },
  sc1: { size: range(125, 16_384) },
  standard: { size: range(1, 1024) },
};

/** Tells EC2's volume types. */
export function isVolumeType(name: string): name is VolumeType {
  return Object.hasOwn(TYPES, name);
}

/** The shape that a request comes to, over the one it starts from, within EBS's limits. */
export function volumeShape(
  cloud: LocalCloud,
  wish: ShapeWish,
  base: Partial<VolumeShape> & { readonly sizeGiB: number },
): VolumeShape {
  const volumeType = wish.volumeType ?? base.volumeType ?? 'gp2';
  if (!isVolumeType(volumeType)) {
    throw invalid(`Value (${volumeType}) for parameter volumeType is invalid.`);
  }
  const limits = TYPES[volumeType];
  const sizeGiB = wish.sizeGiB ?? base.sizeGiB;
  requireWithin(sizeGiB, limits.size, 'Volume', 'GiB', volumeType);
  const sameType = volumeType === base.volumeType;
  const iops = wish.iops ?? (sameType && limits.iops ? base.iops : undefined);
  const throughput = wish.throughput ?? (sameType && limits.throughput ? base.throughput : undefined);
  requireSetting('iops', iops, limits.iops, volumeType);
  requireSetting('throughput', throughput, limits.throughput, volumeType);
  if (iops === undefined && (volumeType === 'io1' || volumeType === 'io2')) {
    throw new AwsError('MissingParameter', `The parameter iops must be specified for ${volumeType} volumes.`);
  }
  const shownIops = iops ?? defaultIops(volumeType, sizeGiB);
  const shownThroughput = throughput ?? (volumeType === 'gp3' ? 125 : undefined);
  return {
    sizeGiB,
    volumeType,
    ...(shownIops === undefined ? {} : { iops: shownIops }),
    ...(shownThroughput === undefined ? {} : { throughput: shownThroughput }),
    ...encryption(cloud, wish, base),
  };
}

function encryption(
  cloud: LocalCloud,
  { encrypted, kmsKeyId }: ShapeWish,
  base: Partial<VolumeShape>,
): Pick<VolumeShape, 'encrypted' | 'kmsKeyId'> {
  if (kmsKeyId !== undefined && !encrypted && !base.encrypted) {
    throw new AwsError(
      'InvalidParameterDependency',
      'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    );
  }
  if (encrypted === false && base.encrypted) {
    throw new AwsError(
      'InvalidParameterCombination',
      'The parameter Encrypted cannot be false when the volume is made from an encrypted snapshot.',
    );
  }
  if (!encrypted && !base.encrypted) return { encrypted: false };
  const key = kmsKeyId === undefined ? (base.kmsKeyId ?? keyArn(cloud)) : keyArn(cloud, kmsKeyId);
  return { encrypted: true, kmsKeyId: key };
}

/** A key's ARN, of the account's own key for EBS unless told; keys are not looked up. */
function keyArn({ region, accountId }: LocalCloud, id?: string): string {
  if (id?.startsWith('arn:')) return id;
  const prefix = `arn:aws:kms:${region}:${accountId}`;
  if (id !== undefined) return id.startsWith('alias/') ? `${prefix}:${id}` : `${prefix}:key/${id}`;
  const hex = createHash('sha256').update('alias/aws/ebs').digest('hex');
  return `${prefix}:key/${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

function defaultIops(type: VolumeType, sizeGiB: number): number | undefined {
  if (type === 'gp3') return 3000;
  return type === 'gp2' ? Math.min(Math.max(100, 3 * sizeGiB), 16_000) : undefined;
}

function requireSetting(
  name: 'iops' | 'throughput',
  value: number | undefined,
  limits: Range | undefined,
  type: VolumeType,
): void {
  if (value === undefined) return;
  if (!limits) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${name} is not supported for ${type} volumes.`,
    );
  }
  requireWithin(value, limits, `Volume ${name}`, name === 'iops' ? '' : ' MiB/s', type);
}

function requireWithin(
  value: number,
  { least, most }: Range,
  what: string,
  unit: string,
  type: string,
): void {
  if (value < least) {
    throw invalid(`${what} of ${value}${unit} is too low for ${type}; minimum is ${least}${unit}.`);
  }
  if (value > most) {
    throw invalid(`${what} of ${value}${unit} is too high for ${type}; maximum is ${most}${unit}.`);
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
