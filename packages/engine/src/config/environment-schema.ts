import { z } from 'zod';
import type { GateSettings, HookSettings, TestSettings } from '../model/check.ts';
import type { FleetSettings, NotificationSettings, SshAccess } from '../model/fleet.ts';
import { optional } from '../rollout/optional.ts';
import { gateSchema } from './gate-schema.ts';
import { hookSchema } from './hook-schema.ts';
import { imageSchema } from './image-schema.ts';
import { notifySchema } from './notify-schema.ts';
import { fields, nonEmpty, oneOf, text, truth, whole } from './schema.ts';
import type { EnvironmentSpec } from './spec.ts';
import { testSchema } from './test-schema.ts';

/** Schemas of these fields. */
type Shape<Fields> = { readonly [Key in keyof Fields]: z.ZodType<Fields[Key]> };

/** Where instances run, as it is read. */
interface NetworkFields {
  readonly vpc: string | undefined;
  readonly subnets: readonly string[];
  readonly sshFrom: readonly string[];
}

/** What fleets and clusters share, as it is read. */
interface EnvironmentFields {
  readonly cloud: 'aws' | 'local';
  readonly region: string | undefined;
  readonly image: EnvironmentSpec['image'];
  readonly instanceType: string;
  readonly keyName: string | undefined;
  readonly instanceProfile: string | undefined;
  readonly userData: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly gates: readonly GateSettings[];
  readonly hooks: readonly HookSettings[];
  readonly tests: readonly TestSettings[];
  readonly requireRehearsal: boolean;
  readonly notify: readonly NotificationSettings[];
  readonly ssh: SshAccess | undefined;
}

const idOf = (what: string, prefix: string): z.ZodString =>
  text(
    new RegExp(`^${prefix}-[0-9a-f]{8,17}$`),
    `write the id of a ${what}, such as '${prefix}-0123456789abcdef0'`,
  );

const cidrPattern = /^(\d{1,3}\.){3}\d{1,3}\/(\d|[12]\d|3[0-2])$/;

/** A list of blocks of addresses. */
export const blocks: z.ZodArray<z.ZodString> = z.array(
  text(cidrPattern, "write a block of addresses, such as '10.0.0.0/8'"),
  { error: 'write a list of blocks' },
);

/** Where instances run. */
export const networkFields: Shape<NetworkFields> = {
  vpc: idOf('VPC', 'vpc').optional(),
  subnets: z.array(idOf('subnet', 'subnet'), { error: 'write a list of subnet ids' }).default([]),
  sshFrom: blocks.default([]),
};

/** Fields that fleets and clusters share. */
export const environmentFields: Shape<EnvironmentFields> = {
  cloud: oneOf(['aws', 'local']).default('local'),
  region: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "write an AWS region, such as 'eu-central-1'").optional(),
  image: imageSchema,
  instanceType: text(/^[a-z0-9-]+\.[a-z0-9-]+$/, "write an EC2 instance type, such as 't3.small'").default(
    't3.micro',
  ),
  keyName: z.string({ error: 'write the name of an EC2 key pair' }).min(1).optional(),
  instanceProfile: z.string({ error: 'write the name of an IAM instance profile' }).min(1).optional(),
  userData: z.string({ error: 'write cloud-init user data as text' }).optional(),
  tags: z
    .record(z.string(), z.string({ error: 'write text' }), { error: 'write { key: value }' })
    .default({}),
  gates: z.array(gateSchema, { error: 'write a list of gates, such as [httpGate({ … })]' }).default([]),
  hooks: z.array(hookSchema, { error: 'write a list of hooks, such as [hook({ … })]' }).default([]),
  tests: z.array(testSchema, { error: 'write a list of tests, such as [test({ … })]' }).default([]),
  requireRehearsal: truth.default(false),
  notify: z
    .array(notifySchema, { error: "write a list, such as [slack({ urlFrom: 'SLACK_URL' })]" })
    .default([]),
  ssh: fields({
    user: nonEmpty("write the user to log in as, such as 'admin'"),
    privateKey: nonEmpty("write the path of a private key, such as '~/.ssh/shop'"),
    port: whole(1, 65_535, 22).default(22),
  }).optional(),
};

/** Settings that fleets and clusters share. */
type SharedSettings = Pick<
  FleetSettings,
  | 'instanceType'
  | 'vpc'
  | 'subnets'
  | 'sshFrom'
  | 'keyName'
  | 'instanceProfile'
  | 'userData'
  | 'tags'
  | 'gates'
  | 'hooks'
  | 'tests'
  | 'requireRehearsal'
  | 'ssh'
  | 'notifications'
>;

/** What was read, as the settings have it. */
export function sharedSettings(
  read: EnvironmentFields & { readonly network: NetworkFields },
): SharedSettings {
  const { instanceType, tags, gates, hooks, tests, requireRehearsal, notify } = read;
  const { keyName, instanceProfile, userData, ssh } = read;
  const { vpc, subnets, sshFrom } = read.network;
  return {
    instanceType,
    ...optional({ vpc }),
    subnets,
    sshFrom,
    ...optional({ keyName, instanceProfile, userData }),
    tags,
    gates,
    hooks,
    tests,
    requireRehearsal,
    ...optional({ ssh }),
    notifications: notify,
  };
}
