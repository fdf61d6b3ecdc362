import type { Problem } from '../config/problem.ts';
import type { BuilderSettings, SshSettings } from './builder-settings.ts';
import { durationField } from './duration-field.ts';
import type { DurationInput } from './duration-field.ts';
import type { ProblemSink } from './problem-sink.ts';
import { collectProblems, reportUnknownKeys } from './problem-sink.ts';
import type { Recipe, RecipeSource } from './recipe.ts';
import type { ProvisionStep } from './steps.ts';
import { minutes } from '../model/duration.ts';

/** Where an image starts: a layer below it, an official Debian image, an image id, or a DescribeImages filter. */
export type ImageFrom =
  | Recipe
  | { readonly debian: number }
  | { readonly image: string }
  | {
      readonly filter: {
        readonly name?: string;
        readonly owners: readonly string[];
        readonly filters?: Readonly<Record<string, string | readonly string[]>>;
        readonly mostRecent?: boolean;
      };
    };

/** Options of `image()`: Packer's amazon-ebs settings in camel case; all but `from` may be left out. */
export interface ImageOptions extends Partial<Omit<BuilderSettings, 'ssh'>> {
  readonly from: ImageFrom;
  readonly provision?: readonly ProvisionStep[];
  readonly ssh?: Partial<Omit<SshSettings, 'timeout'>> & { readonly timeout?: DurationInput };
}

const defaultInstanceType = 't3.micro';

/**
 * A recipe in a config file.
 *
 * @example
 * const primal = image('primal', { from: { debian: 12 }, provision: [shell({ inline: ['apt-get update'] })] });
 */
export function image(name: string, options: ImageOptions): Recipe {
  const { from, provision = [], ssh = {}, ...builder } = options;
  const { problems, report } = collectProblems();
  reportUnknownKeys(builder, builderKeys, '', report);
  reportUnknownKeys(ssh, sshKeys, 'ssh.', report);
  const source = readSource(from, report);
  for (const [index, step] of provision.entries()) {
    for (const { path, message, fix } of step.problems) report(`provision[${index}].${path}`, message, fix);
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)) {
    report(
      'name',
      `${JSON.stringify(name)} is no name of an image`,
      'write letters, digits, dots and dashes',
    );
  }
  const below: readonly Problem[] = source.kind === 'recipe' ? (source.recipe.problems ?? []) : [];
  for (const { path, message, fix } of below) report(`from.${path}`, message, fix);
  return {
    name,
    source,
    builder: {
      ...builder,
      instanceType: builder.instanceType ?? defaultInstanceType,
      ssh: {
        port: 22,
        pty: false,
        ...ssh,
        timeout: durationField(ssh.timeout, minutes(5), 'ssh.timeout', report),
      },
    },
    provisioners: provision.map((step) => step.provisioner),
    ...(problems.length === 0 ? {} : { problems }),
  };
}

function readSource(from: ImageFrom, report: ProblemSink): RecipeSource {
  if (typeof from === 'object' && from !== null) {
    if ('provisioners' in from) return { kind: 'recipe', recipe: from };
    if ('debian' in from) return { kind: 'debian', release: from.debian };
    if ('image' in from) return { kind: 'image', id: from.image };
    if ('filter' in from) return readFilter(from.filter);
  }
  report(
    'from',
    `${JSON.stringify(from)} is no source`,
    "write { debian: 12 }, { image: 'ami-…' }, { filter: … } or an image()",
  );
  return { kind: 'debian', release: 12 };
}

function readFilter(filter: Extract<ImageFrom, { filter: unknown }>['filter']): RecipeSource {
  const filters: Record<string, readonly string[]> = {};
  for (const [key, value] of Object.entries(filter.filters ?? {})) {
    filters[key] = typeof value === 'string' ? [value] : value;
  }
  if (filter.name !== undefined) filters['name'] = [filter.name];
  return { kind: 'filter', filters, owners: filter.owners, mostRecent: filter.mostRecent ?? true };
}

const builderKeys: readonly (keyof Omit<BuilderSettings, 'ssh'>)[] = [
  'region',
  'instanceType',
  'subnetId',
  'availabilityZone',
  'vpcId',
  'securityGroupIds',
  'temporarySecurityGroupSourceCidrs',
  'associatePublicIpAddress',
  'iamInstanceProfile',
  'userData',
  'ebsOptimized',
  'shutdownBehavior',
  'disableStopInstance',
  'launchBlockDevices',
  'imageName',
  'imageDescription',
  'tags',
  'runTags',
  'runVolumeTags',
  'snapshotTags',
  'imageUsers',
  'imageGroups',
  'forceDeregister',
  'forceDeleteSnapshot',
];
const sshKeys: readonly (keyof SshSettings)[] = [
  'username',
  'port',
  'pty',
  'timeout',
  'keyPairName',
  'privateKeyFile',
  'address',
];
