import type { ModifyInstanceAttributeRequest } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { InstanceRecord } from '../../store/records/ec2.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { checkUserData } from './check-user-data.ts';
import { requireInstanceType } from './instance-types.ts';
import { requireLaunchGroups } from './require-launch-parts.ts';
import { volumesOf } from './volumes.ts';

/** What a ModifyInstanceAttribute request changes in the instance's record, after checking it. */
export function instanceChange(
  cloud: LocalCloud,
  instance: InstanceRecord,
  input: ModifyInstanceAttributeRequest,
): Partial<InstanceRecord> {
  const request = namedAttribute(input);
  const change: { -readonly [K in keyof InstanceRecord]?: InstanceRecord[K] } = {};
  if (request.DisableApiTermination?.Value !== undefined) {
    change.apiTerminationProtected = request.DisableApiTermination.Value;
  }
  if (request.InstanceInitiatedShutdownBehavior?.Value !== undefined) {
    change.shutdownBehavior = shutdownBehavior(request.InstanceInitiatedShutdownBehavior.Value);
  }
  if (request.InstanceType?.Value !== undefined) {
    requireStopped(instance, 'instanceType');
    change.instanceType = requireInstanceType(request.InstanceType.Value);
  }
  if (request.UserData?.Value !== undefined) {
    requireStopped(instance, 'userData');
    change.userData = Buffer.from(request.UserData.Value).toString('base64');
    checkUserData(change.userData);
  }
  if (request.Groups?.length) {
    const { vpcId, subnetId } = instance;
    const wishes = { ...instance, count: 1, subnetId, securityGroupIds: request.Groups };
    change.securityGroupIds = requireLaunchGroups(cloud, wishes, vpcId);
  }
  if (request.SourceDestCheck?.Value !== undefined) change.sourceDestCheck = request.SourceDestCheck.Value;
  if (request.EbsOptimized?.Value !== undefined) {
    requireStopped(instance, 'ebsOptimized');
    change.ebsOptimized = request.EbsOptimized.Value;
  }
  return change;
}

/** Applies what the request says about the volumes' fate when the instance is terminated. */
export function applyVolumeChanges(
  cloud: LocalCloud,
  instance: InstanceRecord,
  { BlockDeviceMappings: mappings = [] }: ModifyInstanceAttributeRequest,
): void {
  const attached = volumesOf(cloud, instance.id);
  const changes = mappings.map(({ DeviceName: name = '', Ebs }) => {
    const volume = attached.find(({ attachment }) => attachment.deviceName === name);
    if (volume) return { volume, deleteOnTermination: Ebs?.DeleteOnTermination };
    throw new AwsError('InvalidInstanceAttributeValue', `No device is currently mapped at ${name}`);
  });
  for (const { volume, deleteOnTermination } of changes) {
    if (deleteOnTermination === undefined) continue;
    const attachment = { ...volume.attachment, deleteOnTermination };
    cloud.tables.volumes.update(volume.id, { attachment });
  }
}

/** The older form of the request has `Attribute` and `Value` instead of a member for each attribute. */
function namedAttribute(input: ModifyInstanceAttributeRequest): ModifyInstanceAttributeRequest {
  const { Attribute: name, Value: value } = input;
  if (name === undefined || value === undefined) return input;
  const flag = { Value: value === 'true' };
  const forms: Readonly<Record<string, ModifyInstanceAttributeRequest>> = {
    disableApiTermination: { ...input, DisableApiTermination: flag },
    sourceDestCheck: { ...input, SourceDestCheck: flag },
    ebsOptimized: { ...input, EbsOptimized: flag },
    instanceInitiatedShutdownBehavior: { ...input, InstanceInitiatedShutdownBehavior: { Value: value } },
    instanceType: { ...input, InstanceType: { Value: value } },
    userData: { ...input, UserData: { Value: Buffer.from(value, 'base64') } },
  };
  const form = forms[name];
  if (form) return form;
  throw new AwsError(
    'InvalidParameterValue',
    `Value (${name}) for parameter attribute is invalid. It cannot be modified.`,
  );
}

function shutdownBehavior(value: string): 'stop' | 'terminate' {
  if (value === 'stop' || value === 'terminate') return value;
  throw new AwsError(
    'InvalidParameterValue',
    `Invalid value '${value}' for InstanceInitiatedShutdownBehavior: write stop or terminate.`,
  );
}

function requireStopped(instance: InstanceRecord, attribute: string): void {
  if (instance.state === 'stopped') return;
  throw new AwsError(
    'IncorrectInstanceState',
    `The instance '${instance.id}' is not in the 'stopped' state: its ${attribute} cannot be modified.`,
  );
}
