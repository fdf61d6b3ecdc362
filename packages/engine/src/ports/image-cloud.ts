import type { BlockDevice, Tags } from '../recipes/builder-settings.ts';

/** What baking needs of EC2. Every call is one request: waiting is the caller's. Failures are CloudErrors. */
export interface ImageCloud {
  /** DescribeImages, paged to the end; available, pending and failed ones. A missing id gives no image. */
  findImages(query: ImageQuery, signal: AbortSignal): Promise<readonly ImageFacts[]>;
  /** DescribeSubnets; undefined where there is none. */
  vpcOfSubnet(subnetId: string, signal: AbortSignal): Promise<string | undefined>;

  /** ImportKeyPair. */
  importKeyPair(
    spec: { readonly name: string; readonly publicKey: string; readonly tags: Tags },
    signal: AbortSignal,
  ): Promise<void>;
  /** DeleteKeyPair; done when there is none. */
  deleteKeyPair(name: string, signal: AbortSignal): Promise<void>;

  /** CreateSecurityGroup, in the default VPC without `vpcId`; answers its id. */
  createSecurityGroup(
    spec: {
      readonly name: string;
      readonly description: string;
      readonly vpcId?: string;
      readonly tags: Tags;
    },
    signal: AbortSignal,
  ): Promise<string>;
  /** AuthorizeSecurityGroupIngress for one TCP port. */
  allowTcp(groupId: string, port: number, cidrs: readonly string[], signal: AbortSignal): Promise<void>;
  /** DeleteSecurityGroup; done when there is none, `conflict` while an instance uses it. */
  deleteSecurityGroup(id: string, signal: AbortSignal): Promise<void>;

  /** RunInstances for exactly one; the same `clientToken` never starts a second. */
  runInstance(spec: InstanceSpec, signal: AbortSignal): Promise<InstanceFacts>;
  /** DescribeInstances; undefined where there is none (yet). */
  describeInstance(id: string, signal: AbortSignal): Promise<InstanceFacts | undefined>;
  stopInstance(id: string, signal: AbortSignal): Promise<void>;
  /** TerminateInstances; done when there is none. */
  terminateInstance(id: string, signal: AbortSignal): Promise<void>;
  /** GetConsoleOutput, for errors; empty when there is none. */
  consoleOutput(id: string, signal: AbortSignal): Promise<string>;

  /** CreateImage of a stopped instance, image and snapshots tagged at once; answers the image id. */
  createImage(
    spec: {
      readonly instanceId: string;
      readonly name: string;
      readonly description?: string;
      readonly tags: Tags;
      readonly snapshotTags: Tags;
    },
    signal: AbortSignal,
  ): Promise<string>;
  /** ModifyImageAttribute, launch permission. */
  shareImage(
    id: string,
    who: { readonly users: readonly string[]; readonly groups: readonly string[] },
    signal: AbortSignal,
  ): Promise<void>;
  /** DeregisterImage; done when there is none. */
  deregisterImage(id: string, signal: AbortSignal): Promise<void>;
  /** DeleteSnapshot; done when there is none. */
  deleteSnapshot(id: string, signal: AbortSignal): Promise<void>;

  /** CreateTags. */
  tag(ids: readonly string[], tags: Tags, signal: AbortSignal): Promise<void>;
  /** Everything that carries the tag (with any value unless one is given), terminated instances left out. */
  findTagged(
    tag: { readonly key: string; readonly value?: string },
    signal: AbortSignal,
  ): Promise<readonly TaggedResource[]>;
}

export type ImageQuery =
  | { readonly ids: readonly string[] }
  | { readonly owners: readonly string[]; readonly filters: Readonly<Record<string, readonly string[]>> };

export interface ImageFacts {
  readonly id: string;
  readonly name: string;
  readonly state: 'available' | 'pending' | 'failed' | 'gone';
  /** Why it failed. */
  readonly stateReason?: string;
  /** ISO time, as AWS gives it. */
  readonly createdAt: string;
  readonly tags: Tags;
  readonly snapshotIds: readonly string[];
  readonly rootDeviceName?: string;
}

export interface InstanceSpec {
  readonly clientToken: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly keyName?: string;
  readonly securityGroupIds: readonly string[];
  readonly subnetId?: string;
  readonly availabilityZone?: string;
  readonly associatePublicIpAddress?: boolean;
  readonly iamInstanceProfile?: string;
  readonly userData?: Uint8Array;
  readonly ebsOptimized?: boolean;
  readonly shutdownBehavior?: 'stop' | 'terminate';
  readonly blockDevices?: readonly BlockDevice[];
  readonly tags: Tags;
  readonly volumeTags: Tags;
}

export interface InstanceFacts {
  readonly id: string;
  readonly state: 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';
  readonly stateReason?: string;
  readonly publicIp?: string;
  readonly privateIp?: string;
}

export interface TaggedResource {
  readonly kind: 'instance' | 'key-pair' | 'security-group' | 'image' | 'snapshot' | 'volume';
  /** The name of a key pair, the id of all others. */
  readonly id: string;
  readonly tags: Tags;
}
