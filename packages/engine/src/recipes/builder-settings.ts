import type { Duration } from '../model/duration.ts';

/** How the temporary instance is launched and what its image is called. Names follow Packer's amazon-ebs builder. */
export interface BuilderSettings {
  /** The one the clients were made for when absent. */
  readonly region?: string;
  readonly instanceType: string;
  readonly ssh: SshSettings;

  readonly subnetId?: string;
  readonly availabilityZone?: string;
  readonly vpcId?: string;
  /** A temporary group that lets ssh in is made when there is none. */
  readonly securityGroupIds?: readonly string[];
  /** Who may reach the temporary group's ssh port; `0.0.0.0/0` when absent, as in Packer. */
  readonly temporarySecurityGroupSourceCidrs?: readonly string[];
  readonly associatePublicIpAddress?: boolean;
  readonly iamInstanceProfile?: string;
  readonly userData?: UserData;
  readonly ebsOptimized?: boolean;
  readonly shutdownBehavior?: 'stop' | 'terminate';
  /** The provisioners stop the instance themselves. */
  readonly disableStopInstance?: boolean;
  readonly launchBlockDevices?: readonly BlockDevice[];

  /** Must be unique in the region; `NAME-FINGERPRINT-TIME` when absent. */
  readonly imageName?: string;
  readonly imageDescription?: string;
  readonly tags?: Tags;
  /** On the temporary instance. */
  readonly runTags?: Tags;
  readonly runVolumeTags?: Tags;
  readonly snapshotTags?: Tags;
  /** Account ids that may launch the image. */
  readonly imageUsers?: readonly string[];
  /** `all` makes the image public. */
  readonly imageGroups?: readonly string[];
  /** Deregisters an own image of the same name first. */
  readonly forceDeregister?: boolean;
  /** With `forceDeregister`: its snapshots too. */
  readonly forceDeleteSnapshot?: boolean;
}

export type Tags = Readonly<Record<string, string>>;

export interface SshSettings {
  /** `admin` for Debian's images when absent. */
  readonly username?: string;
  readonly port: number;
  readonly pty: boolean;
  /** For the first connection. */
  readonly timeout: Duration;
  /** An existing key pair; needs `privateKeyFile`. A temporary one is made when absent. */
  readonly keyPairName?: string;
  readonly privateKeyFile?: string;
  /** The public address when there is one, else the private one, when absent. */
  readonly address?: 'public' | 'private';
}

export type UserData =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

/** EC2's BlockDeviceMapping, for the volumes of the temporary instance. */
export interface BlockDevice {
  readonly deviceName: string;
  readonly volumeSizeGiB?: number;
  readonly volumeType?: string;
  readonly iops?: number;
  readonly throughput?: number;
  readonly snapshotId?: string;
  readonly deleteOnTermination?: boolean;
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
  readonly noDevice?: boolean;
  readonly virtualName?: string;
}
