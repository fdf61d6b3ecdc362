import type { Instance, Reservation } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../cloud.ts';
import type { AttachmentRecord, InstanceRecord, InstanceState } from '../../store/records/ec2.ts';
import { privateDnsName } from './host-name.ts';
import { findInstanceType, isInstanceType } from './instance-types.ts';
import { renderTags } from './read-tags.ts';
import { volumesOf } from './volumes.ts';
import { renderInterface } from './render-interface.ts';

const STATE_CODES: Readonly<Record<InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** An instance's state as EC2 shows it: its name and number. */
export function renderState(state: InstanceState): { readonly Code: number; readonly Name: InstanceState } {
  return { Code: STATE_CODES[state], Name: state };
}

/** The address that EC2 would show as public: the machine's own, which the host and the cloud reach alike. */
export function publicAddressOf(instance: InstanceRecord): string | undefined {
  const shown = instance.associatePublicIp && (instance.state === 'running' || instance.state === 'pending');
  return shown ? instance.privateIp : undefined;
}

/** An instance as DescribeInstances shows it; a terminated one has lost its address, interface and volumes. */
export function renderInstance(cloud: LocalCloud, instance: InstanceRecord): Instance {
  const gone = instance.state === 'terminated';
  const image = cloud.tables.images.get(instance.imageId);
  const rootDeviceName = image?.rootDeviceName ?? '/dev/xvda';
  const volumes = gone ? [] : volumesOf(cloud, instance.id);
  const publicIp = publicAddressOf(instance);
  const dnsName = gone ? '' : privateDnsName(instance.privateIp, cloud.region);
  return {
    InstanceId: instance.id,
    ImageId: instance.imageId,
    State: renderState(instance.state),
    StateTransitionReason: instance.stateTransitionReason,
    StateReason: instance.stateReason && {
      Code: instance.stateReason.code,
      Message: instance.stateReason.message,
    },
    PrivateDnsName: dnsName,
    PublicDnsName: publicIp ?? '',
    PrivateIpAddress: gone ? undefined : instance.privateIp,
    PublicIpAddress: publicIp,
    KeyName: instance.keyName,
    AmiLaunchIndex: instance.launchIndex,
    ProductCodes: [],
    InstanceType: isInstanceType(instance.instanceType) ? instance.instanceType : undefined,
    LaunchTime: instance.launchedAt,
    Placement: { AvailabilityZone: instance.zone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: 'disabled' },
    SubnetId: gone ? undefined : instance.subnetId,
    VpcId: gone ? undefined : instance.vpcId,
    Architecture: 'x86_64',
    RootDeviceType: 'ebs',
    RootDeviceName: rootDeviceName,
    BlockDeviceMappings: volumes.map(({ id, attachment }) => ({
      DeviceName: attachment.deviceName,
      Ebs: {
        VolumeId: id,
        Status: shownStatus(attachment),
        AttachTime: attachment.attachedAt,
        DeleteOnTermination: attachment.deleteOnTermination,
      },
    })),
    VirtualizationType: 'hvm',
    Hypervisor: 'xen',
    EnaSupport: true,
    EbsOptimized: instance.ebsOptimized,
    ClientToken: instance.clientToken ?? '',
    IamInstanceProfile:
      instance.instanceProfileArn === undefined ? undefined : { Arn: instance.instanceProfileArn },
    SecurityGroups: gone ? [] : renderGroups(cloud, instance.securityGroupIds),
    SourceDestCheck: gone ? undefined : instance.sourceDestCheck,
    NetworkInterfaces: gone ? [] : [renderInterface(cloud, instance, publicIp)],
    CpuOptions: { CoreCount: findInstanceType(instance.instanceType)?.vcpus ?? 1, ThreadsPerCore: 1 },
    MetadataOptions: {
      State: 'applied',
      HttpTokens: instance.metadataTokens,
      HttpPutResponseHopLimit: 2,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: instance.metadataTags ? 'enabled' : 'disabled',
    },
    Tags: renderTags(instance.tags),
  };
}

/** Groups by id with their names, as instances and interfaces show them. */
function renderGroups(
  cloud: LocalCloud,
  ids: readonly string[],
): { readonly GroupId: string; readonly GroupName: string | undefined }[] {
  return ids.map((id) => ({ GroupId: id, GroupName: cloud.tables.securityGroups.get(id)?.name }));
}

/** The instances of one launch, as one reservation. */
export function renderReservation(
  cloud: LocalCloud,
  instances: readonly InstanceRecord[],
  render: (instance: InstanceRecord) => Instance,
): Reservation {
  return {
    ReservationId: instances[0]?.reservationId,
    OwnerId: cloud.accountId,
    Groups: [],
    Instances: instances.map(render),
  };
}

/** How far an attachment is, as instances show it: there it is never `busy`. */
export function shownStatus({
  state = 'attached',
}: AttachmentRecord): 'attaching' | 'attached' | 'detaching' {
  return state === 'busy' ? 'detaching' : state;
}
