import type { Tags } from '../../store/records/ec2.ts';
import type { DeviceWish } from './block-devices.ts';

/** All that decides what a new instance is like: what RunInstances and launch templates come down to. */
export interface Launch {
  readonly imageId: string;
  readonly instanceType: string;
  readonly count: number;
  readonly subnetId?: string | undefined;
  readonly zone?: string | undefined;
  readonly privateIp?: string | undefined;
  /** An interface that is there; without one the launch makes its own. */
  readonly networkInterfaceId?: string | undefined;
  readonly deleteInterfaceOnTermination?: boolean | undefined;
  readonly interfaceDescription?: string | undefined;
  readonly interfaceTags?: Tags | undefined;
  readonly keyName?: string | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly securityGroupNames?: readonly string[] | undefined;
  /** Base64, as the client sent it. */
  readonly userData?: string | undefined;
  readonly instanceProfile?:
    | { readonly name?: string | undefined; readonly arn?: string | undefined }
    | undefined;
  readonly clientToken?: string | undefined;
  readonly tags: Tags;
  readonly volumeTags?: Tags | undefined;
  readonly shutdownBehavior?: 'stop' | 'terminate' | undefined;
  readonly associatePublicIp?: boolean | undefined;
  readonly metadataTokens?: 'optional' | 'required' | undefined;
  /** Whether the metadata service shows the instance's tags. */
  readonly metadataTags?: boolean | undefined;
  readonly ebsOptimized?: boolean | undefined;
  readonly apiTerminationProtected?: boolean | undefined;
  readonly blockDevices?: readonly DeviceWish[] | undefined;
  readonly autoScalingGroupName?: string | undefined;
  readonly launchTemplate?:
    | { readonly id: string; readonly name: string; readonly version: number }
    | undefined;
}

/** What a launch template or a request says about a launch; the rest comes from the other, or from defaults. */
export type LaunchPart = Partial<Omit<Launch, 'count'>>;
