import { hours, minutes } from '@imago/engine';
import type { BlockDevice, BuilderSettings, RecipeSource, SshSettings, Tags, UserData } from '@imago/engine';
import { unsupportedBuilderFields } from './builder-fields.ts';
import type { FieldReader } from './field-reader.ts';
import type { PackerBuild } from './template-input.ts';

/** What one `amazon-ebs` builder says. */
export interface AmazonEbs {
  readonly source: RecipeSource;
  readonly builder: BuilderSettings;
  readonly access: PackerBuild['access'];
  readonly secrets: readonly string[];
}

/** Known only when the source image is found; allowed within tags. */
const tagFields = ['SourceAMI', 'SourceAMIName', 'BuildRegion'];

/** Reads an `amazon-ebs` builder with Packer's defaults and refuses what is not supported. */
export function readAmazonEbs(fields: FieldReader): AmazonEbs {
  const access = readAccess(fields);
  const source = readSource(fields);
  const instanceType = required(fields, 'instance_type', 'such as t3.small');
  const imageName = required(fields, 'ami_name', 'such as "app-{{timestamp}}"');
  if (imageName !== undefined) checkImageName(fields, imageName);
  const builder: BuilderSettings = {
    instanceType: instanceType ?? '',
    ssh: readSsh(fields),
    ...optional('imageName', imageName),
    ...optional('region', fields.text('region')),
    ...optional('imageDescription', fields.text('ami_description')),
    ...readNetwork(fields),
    ...readLaunch(fields),
    ...readTags(fields),
    ...optional('imageUsers', fields.texts('ami_users')),
    ...optional('imageGroups', fields.texts('ami_groups')),
    ...optional('forceDeregister', fields.flag('force_deregister')),
    ...optional('forceDeleteSnapshot', fields.flag('force_delete_snapshot')),
  };
  if (fields.flag('encrypt_boot') === true)
    fields.problem('encrypt_boot', 'encrypt_boot is not supported', 'remove it');
  // where to send the calls, and how to poll, is decided by Imago's own settings
  for (const key of [
    'skip_region_validation',
    'custom_endpoint_ec2',
    'aws_polling',
    'skip_metadata_api_check',
  ]) {
    fields.ignore(key);
  }
  fields.finish('amazon-ebs', unsupportedBuilderFields);
  const secrets = [access.secretAccessKey, access.sessionToken].filter((secret) => secret !== undefined);
  return { source, builder, access, secrets };
}

function readAccess(fields: FieldReader): PackerBuild['access'] {
  return {
    ...optional('accessKeyId', fields.text('access_key')),
    ...optional('secretAccessKey', fields.text('secret_key')),
    ...optional('sessionToken', fields.text('token')),
    ...optional('profile', fields.text('profile')),
  };
}

function readSource(fields: FieldReader): RecipeSource {
  const id = fields.text('source_ami');
  const filter = fields.object('source_ami_filter');
  if (id !== undefined) return { kind: 'image', id };
  if (filter === undefined) {
    fields.problem(
      'source_ami',
      'no source image: source_ami is empty or missing',
      'write source_ami or source_ami_filter',
    );
    return { kind: 'image', id: '' };
  }
  const filters: Record<string, readonly string[]> = {};
  const given = filter.object('filters');
  for (const name of given?.names() ?? []) filters[name] = given?.texts(name) ?? [];
  const owners = filter.texts('owners') ?? [];
  if (owners.length === 0)
    filter.problem(
      'owners',
      'no owners: anybody may publish an image of that name',
      'write "owners": ["self"] or account ids',
    );
  const mostRecent = filter.flag('most_recent') ?? false;
  filter.finish('source_ami_filter', []);
  return { kind: 'filter', filters, owners, mostRecent };
}

function readSsh(fields: FieldReader): SshSettings {
  const communicator = fields.text('communicator');
  if (communicator !== undefined && communicator !== 'ssh') {
    fields.problem('communicator', `the communicator ${communicator} is not supported`, 'write ssh');
  }
  const username = required(fields, 'ssh_username', 'such as admin for Debian, ubuntu for Ubuntu');
  const keyPairName = fields.text('ssh_keypair_name');
  const privateKeyFile = fields.text('ssh_private_key_file');
  if (keyPairName !== undefined && privateKeyFile === undefined) {
    fields.problem(
      'ssh_keypair_name',
      'a key pair without its private key',
      'write ssh_private_key_file too',
    );
  }
  const address = fields.text('ssh_interface');
  if (address !== undefined && address !== 'public_ip' && address !== 'private_ip') {
    fields.problem(
      'ssh_interface',
      `${JSON.stringify(address)} is not supported`,
      'write public_ip or private_ip',
    );
  }
  const timeout = fields.duration('ssh_timeout') ?? fields.duration('ssh_wait_timeout') ?? minutes(5);
  fields.ignore('ssh_timeout');
  fields.ignore('ssh_wait_timeout');
  return {
    port: fields.number('ssh_port') ?? 22,
    pty: fields.flag('ssh_pty') ?? false,
    timeout: timeout.milliseconds > 0 ? timeout : hours(1),
    ...optional('username', username),
    ...optional('keyPairName', keyPairName),
    ...optional('privateKeyFile', privateKeyFile),
    ...(address === 'public_ip'
      ? { address: 'public' }
      : address === 'private_ip'
        ? { address: 'private' }
        : {}),
  };
}

type Network = Pick<
  BuilderSettings,
  | 'subnetId'
  | 'vpcId'
  | 'availabilityZone'
  | 'securityGroupIds'
  | 'temporarySecurityGroupSourceCidrs'
  | 'associatePublicIpAddress'
>;

function readNetwork(fields: FieldReader): Network {
  const group = fields.text('security_group_id');
  const groups = fields.texts('security_group_ids') ?? [];
  const all = [...(group === undefined ? [] : [group]), ...groups];
  return {
    ...optional('subnetId', fields.text('subnet_id')),
    ...optional('vpcId', fields.text('vpc_id')),
    ...optional('availabilityZone', fields.text('availability_zone')),
    ...(all.length === 0 ? {} : { securityGroupIds: all }),
    ...optional('temporarySecurityGroupSourceCidrs', fields.texts('temporary_security_group_source_cidrs')),
    ...optional('associatePublicIpAddress', fields.flag('associate_public_ip_address')),
  };
}

type Launch = Pick<
  BuilderSettings,
  | 'iamInstanceProfile'
  | 'userData'
  | 'ebsOptimized'
  | 'shutdownBehavior'
  | 'disableStopInstance'
  | 'launchBlockDevices'
>;

function readLaunch(fields: FieldReader): Launch {
  const behavior = fields.text('shutdown_behavior');
  if (behavior !== undefined && behavior !== 'stop' && behavior !== 'terminate') {
    fields.problem(
      'shutdown_behavior',
      `${JSON.stringify(behavior)} is no shutdown behaviour`,
      'write stop or terminate',
    );
  }
  const devices = fields.objects('launch_block_device_mappings').map(readBlockDevice);
  return {
    ...optional('iamInstanceProfile', fields.text('iam_instance_profile')),
    ...optional('userData', readUserData(fields)),
    ...optional('ebsOptimized', fields.flag('ebs_optimized')),
    ...(behavior === 'stop' || behavior === 'terminate' ? { shutdownBehavior: behavior } : {}),
    ...optional('disableStopInstance', fields.flag('disable_stop_instance')),
    ...(devices.length === 0 ? {} : { launchBlockDevices: devices }),
  };
}

function readUserData(fields: FieldReader): UserData | undefined {
  const text = fields.text('user_data');
  const path = fields.text('user_data_file');
  if (text !== undefined && path !== undefined) {
    fields.problem('user_data_file', 'user_data and user_data_file together', 'write one of them');
  }
  if (text !== undefined) return { kind: 'text', text };
  return path === undefined ? undefined : { kind: 'file', path };
}

function readBlockDevice(fields: FieldReader): BlockDevice {
  const deviceName = required(fields, 'device_name', 'such as /dev/xvda') ?? '';
  const device: BlockDevice = {
    deviceName,
    ...optional('volumeSizeGiB', fields.number('volume_size')),
    ...optional('volumeType', fields.text('volume_type')),
    ...optional('iops', fields.number('iops')),
    ...optional('throughput', fields.number('throughput')),
    ...optional('snapshotId', fields.text('snapshot_id')),
    ...optional('deleteOnTermination', fields.flag('delete_on_termination')),
    ...optional('encrypted', fields.flag('encrypted')),
    ...optional('kmsKeyId', fields.text('kms_key_id')),
    ...optional('noDevice', fields.flag('no_device')),
    ...optional('virtualName', fields.text('virtual_name')),
  };
  fields.finish('launch_block_device_mappings', ['omit_from_artifact']);
  return device;
}

function readTags(fields: FieldReader): {
  tags?: Tags;
  runTags?: Tags;
  runVolumeTags?: Tags;
  snapshotTags?: Tags;
} {
  return {
    ...optional('tags', fields.textMap('tags', tagFields)),
    ...optional('runTags', fields.textMap('run_tags', tagFields)),
    ...optional('runVolumeTags', fields.textMap('run_volume_tags', tagFields)),
    ...optional('snapshotTags', fields.textMap('snapshot_tags', tagFields)),
  };
}

/** EC2's rule for image names. */
function checkImageName(fields: FieldReader, name: string): void {
  if (name.length < 3 || name.length > 128) {
    fields.problem('ami_name', `${JSON.stringify(name)} has ${name.length} characters`, 'write 3 to 128');
  }
  const wrong = /[^A-Za-z0-9()[\] ./\-'@_,]/.exec(name)?.[0];
  if (wrong !== undefined) {
    fields.problem(
      'ami_name',
      `${JSON.stringify(name)} has ${JSON.stringify(wrong)} in it, which no image name may have`,
      'use clean_resource_name',
    );
  }
}

function required(fields: FieldReader, key: string, example: string): string | undefined {
  const text = fields.text(key);
  if (text === undefined && !fields.failed(key))
    fields.problem(key, `${key} is empty or missing`, `write it, ${example}`);
  return text;
}

function optional<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  // a computed key widens to string
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
