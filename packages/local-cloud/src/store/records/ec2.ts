import type { VolumeShape } from './volumes.ts';

export type { AttachmentRecord, SnapshotRecord, VolumeRecord, VolumeShape } from './volumes.ts';

/** What EC2 remembers. One record type per resource; `id` is the AWS id and the key of its table. */
export type Tags = Readonly<Record<string, string>>;

export interface StateReason {
  readonly code: string;
  readonly message: string;
}

export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface InstanceRecord {
  readonly id: string;
  readonly reservationId: string;
  readonly launchIndex: number;
  readonly clientToken?: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly state: InstanceState;
  /** Why the state is what it is: `Client.UserInitiatedShutdown`, `Server.InternalError`, … */
  readonly stateReason?: StateReason;
  /** The older, human form of the same: `User initiated (2026-11-21 10:00:00 GMT)`. */
  readonly stateTransitionReason: string;
  readonly launchedAt: Date;
  /** When it became `running` last; status checks and grace periods count from here. */
  readonly runningSince?: Date;
  readonly terminatedAt?: Date;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  /** Address on the cloud's bridge; the machine answers there, from the host too. */
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  readonly macAddress: string;
  readonly associatePublicIp: boolean;
  readonly keyName?: string;
  readonly securityGroupIds: readonly string[];
  readonly instanceProfileArn?: string;
  /** Base64, as the client sent it. */
  readonly userData?: string;
  readonly rootVolumeId: string;
  readonly shutdownBehavior: 'stop' | 'terminate';
  readonly apiTerminationProtected: boolean;
  readonly sourceDestCheck: boolean;
  /** Set while it stops or terminates without waiting for its system to shut down. */
  readonly forced?: boolean;
  /** Set until the reboot that was asked for is done. */
  readonly rebootRequested?: boolean;
  readonly ebsOptimized: boolean;
  readonly metadataTokens: 'optional' | 'required';
  /** Whether the metadata service shows the instance's tags. */
  readonly metadataTags?: boolean;
  /** Set when a group launched it. */
  readonly autoScalingGroupName?: string;
  readonly launchTemplate?: { readonly id: string; readonly name: string; readonly version: number };
  readonly tags: Tags;
}

export interface BlockDevice extends VolumeShape {
  readonly deviceName: string;
  readonly snapshotId?: string;
  readonly deleteOnTermination: boolean;
}

export interface ImageRecord {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly public: boolean;
  readonly launchPermissions: readonly string[];
  readonly state: 'pending' | 'available' | 'failed';
  readonly stateReason?: StateReason;
  readonly createdAt: Date;
  readonly sourceInstanceId?: string;
  /** Set on a pending image that is to be made without restarting its instance. */
  readonly noReboot?: boolean;
  readonly rootDeviceName: string;
  readonly blockDevices: readonly BlockDevice[];
  /** The machine disk behind the image: the name given to `Machines.freeze`, or a base image such as `debian-12`. */
  readonly disk: string;
  readonly tags: Tags;
}

export interface KeyPairRecord {
  readonly id: string;
  readonly name: string;
  readonly type: 'rsa' | 'ed25519';
  readonly fingerprint: string;
  /** OpenSSH form, as it goes into `authorized_keys`. */
  readonly publicKey: string;
  readonly createdAt: Date;
  readonly tags: Tags;
}

export interface PermissionRecord {
  readonly ruleId: string;
  readonly egress: boolean;
  /** `tcp`, `udp`, `icmp`, or `-1` for all. */
  readonly protocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidr?: string;
  readonly cidrIpv6?: string;
  readonly groupId?: string;
  readonly description?: string;
}

export interface SecurityGroupRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly ownerId: string;
  readonly permissions: readonly PermissionRecord[];
  readonly tags: Tags;
}

/** A network interface: its address, hardware address and security groups, which outlive the instances it serves. */
export interface NetworkInterfaceRecord {
  readonly id: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly zone: string;
  readonly privateIp: string;
  readonly macAddress: string;
  readonly description: string;
  readonly securityGroupIds: readonly string[];
  readonly sourceDestCheck: boolean;
  readonly createdAt: Date;
  readonly clientToken?: string;
  /** The ARN of the load balancer that it was made for; such an interface belongs to AWS, not to the account. */
  readonly loadBalancerArn?: string;
  readonly attachment?: {
    readonly id: string;
    readonly instanceId: string;
    readonly deleteOnTermination: boolean;
    readonly attachedAt: Date;
  };
  readonly tags: Tags;
}

export interface InternetGatewayRecord {
  readonly id: string;
  readonly vpcId?: string;
  readonly tags: Tags;
}

export interface RouteRecord {
  /** A block such as `0.0.0.0/0`. */
  readonly destination: string;
  readonly gatewayId: string;
}

export interface RouteTableRecord {
  readonly id: string;
  readonly vpcId: string;
  /** An association without a subnet makes it the main table of its VPC: that of all subnets without one. */
  readonly associations: readonly { readonly id: string; readonly subnetId?: string }[];
  /** Without the route to the VPC itself, which every table has. */
  readonly routes: readonly RouteRecord[];
  readonly clientToken?: string;
  readonly tags: Tags;
}

export interface VpcRecord {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  /** On unless told. */
  readonly dnsSupport?: boolean;
  /** On in the default VPC, off in others unless told. */
  readonly dnsHostnames?: boolean;
  readonly tags: Tags;
}

export interface SubnetRecord {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly zoneId: string;
  readonly mapPublicIp: boolean;
  readonly defaultForZone: boolean;
  readonly tags: Tags;
}

export interface LaunchTemplateRecord {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  readonly versions: readonly LaunchTemplateVersionRecord[];
  readonly tags: Tags;
}

export interface LaunchTemplateVersionRecord {
  readonly version: number;
  readonly description?: string;
  readonly createdAt: Date;
  /** `RequestLaunchTemplateData` as the client sent it; merged into RunInstances input at launch. */
  readonly data: Readonly<Record<string, unknown>>;
}
