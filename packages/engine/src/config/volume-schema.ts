import { z } from 'zod';
import type { SnapshotSchedule, VolumeSettings } from '../model/cluster.ts';
import { optional } from '../rollout/optional.ts';
import { duration, fields, nonEmpty, oneOf, text, truth, whole } from './schema.ts';
import { together } from './together.ts';

interface Range {
  readonly least: number;
  readonly most: number;
}

/** What Elastic Block Store allows; a type without a range has no such setting. */
interface VolumeType {
  readonly size: Range;
  readonly iops?: Range;
  readonly throughput?: Range;
}

const range = (least: number, most: number): Range => ({ least, most });

const volumeTypes: Readonly<Record<string, VolumeType>> = {
  gp3: { size: range(1, 65_536), iops: range(3000, 80_000), throughput: range(125, 2000) },
  gp2: { size: range(1, 16_384) },
  io2: { size: range(4, 65_536), iops: range(100, 256_000) },
  io1: { size: range(4, 16_384), iops: range(100, 64_000) },
  st1: { size: range(125, 16_384) },
  sc1: { size: range(125, 16_384) },
  standard: { size: range(1, 1024) },
};
const typeNames = Object.keys(volumeTypes) as [string, ...string[]];

const folderPattern = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;
const folderFix = "write a folder of its own, from the root, such as '/var/lib/etcd'";

/** What the system itself has there would vanish under the volume. */
const isTaken = (folder: string): boolean =>
  /^\/(bin|etc|home|lib|lib64|opt|root|sbin|tmp|usr|var|var\/(cache|lib|log|tmp))$/.test(folder) ||
  /^\/(boot|dev|proc|run|sys)(\/|$)/.test(folder);

/** What CreateLifecyclePolicy takes as the interval of a schedule, in hours. */
const intervals = [1, 2, 3, 4, 6, 8, 12, 24];
const intervalList = intervals.map((hours) => `${hours}h`).join(', ');

const scheduleSchema: z.ZodType<SnapshotSchedule> = fields({
  every: duration({}).refine(({ milliseconds }) => intervals.includes(milliseconds / 3_600_000), {
    error: `write a time that Data Lifecycle Manager has: ${intervalList}`,
  }),
  keep: whole(1, 1000, 7).default(7),
  role: text(
    /^(arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+|[\w+=,.@-]{1,64})$/,
    "write the name or the ARN of an IAM role, such as 'AWSDataLifecycleManagerDefaultRole'",
  ).optional(),
}).transform(({ role, ...schedule }) => ({ ...schedule, ...optional({ role }) }));

const volumeFields = fields({
  name: text(/^[a-z][a-z0-9-]{0,31}$/, "write lower-case letters, digits and dashes, such as 'data'"),
  size: z.int({ error: 'write a whole number of GiB, such as 8' }),
  type: oneOf(typeNames).default('gp3'),
  iops: z.int({ error: 'write a whole number, such as 3000' }).optional(),
  throughput: z.int({ error: 'write a whole number of MiB a second, such as 125' }).optional(),
  encrypted: truth.default(false),
  kmsKey: nonEmpty("write the id, alias or ARN of a KMS key, such as 'alias/data'").optional(),
  // `/dev/xvda` is the root's.
  device: text(
    /^\/dev\/(sd[b-z]|xvd[b-z]|xvd[bc][a-z])$/,
    "write a device name of EC2's, such as '/dev/xvdf'",
  ).default('/dev/xvdf'),
  mountPoint: text(folderPattern, folderFix).refine((folder) => !isTaken(folder), { error: folderFix }),
  fileSystem: oneOf(['ext4', 'xfs']).default('ext4'),
  owner: text(
    /^[a-z0-9_][a-z0-9_-]{0,31}:[a-z0-9_][a-z0-9_-]{0,31}$/,
    "write user and group, such as 'etcd:etcd'",
  ).optional(),
  mode: text(/^0?[0-7]{3}$/, "write octal permissions as text, such as '0700'").optional(),
  snapshots: scheduleSchema.optional(),
});

/** A data volume of the config, with every default filled in. */
export const volumeSchema: z.ZodType<VolumeSettings> = together(volumeFields, (volume, { refuse }) => {
  const { type = '', iops, kmsKey, encrypted } = volume;
  const limits = volumeTypes[type];
  if (limits !== undefined) {
    for (const field of ['size', 'iops', 'throughput'] as const) {
      const value = volume[field];
      const allowed = limits[field];
      if (value === undefined) continue;
      if (allowed === undefined) refuse([field], `remove it, or write a type that has it: ${having(field)}`);
      else if (value < allowed.least || value > allowed.most)
        refuse([field], `write a number from ${allowed.least} to ${allowed.most}, as ${type} has it`);
    }
  }
  if (iops === undefined && type.startsWith('io'))
    refuse(['iops'], `write how many, such as 3000: ${type} has no default`);
  if (kmsKey !== undefined && encrypted === false)
    refuse(['kmsKey'], 'write encrypted: true beside it, or remove it');
}).transform(({ size, iops, throughput, kmsKey, owner, mode, snapshots, ...volume }) => ({
  ...volume,
  sizeGiB: size,
  ...optional({ iops, throughput, kmsKey, owner, mode, snapshots }),
}));

const having = (field: 'size' | 'iops' | 'throughput'): string =>
  typeNames.filter((name) => volumeTypes[name]?.[field] !== undefined).join(', ');
