import type {
  GroupRecord,
  InstanceRefreshRecord,
  LaunchConfigurationRecord,
  LifecycleHookRecord,
  ScalingActivityRecord,
  ScheduledActionRecord,
} from './store/records/auto-scaling.ts';
import type { AlarmHistoryRecord, AlarmRecord } from './store/records/cloudwatch.ts';
import type { LifecyclePolicyRecord } from './store/records/dlm.ts';
import type {
  ImageRecord,
  InstanceRecord,
  InternetGatewayRecord,
  KeyPairRecord,
  LaunchTemplateRecord,
  NetworkInterfaceRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SnapshotRecord,
  SubnetRecord,
  VolumeRecord,
  VpcRecord,
} from './store/records/ec2.ts';
import type {
  ListenerRecord,
  LoadBalancerRecord,
  RuleRecord,
  TargetGroupRecord,
} from './store/records/elbv2.ts';
import type { AccessKeyRecord, InstanceProfileRecord, RoleRecord } from './store/records/iam.ts';
import type { DnsChangeRecord, HostedZoneRecord } from './store/records/route53.ts';
import type { BucketRecord, ObjectRecord, UploadRecord } from './store/records/s3.ts';
import type { ScalingPolicyRecord } from './store/records/scaling-policies.ts';
import type { Machines } from './machines/machines.ts';
import type { MetricStore } from './services/cloudwatch/metric-store.ts';
import type { Table } from './store/table.ts';

/** Everything the cloud remembers. */
export interface Tables {
  readonly instances: Table<InstanceRecord>;
  readonly images: Table<ImageRecord>;
  readonly snapshots: Table<SnapshotRecord>;
  readonly volumes: Table<VolumeRecord>;
  readonly keyPairs: Table<KeyPairRecord>;
  readonly securityGroups: Table<SecurityGroupRecord>;
  readonly vpcs: Table<VpcRecord>;
  readonly subnets: Table<SubnetRecord>;
  readonly networkInterfaces: Table<NetworkInterfaceRecord>;
  readonly internetGateways: Table<InternetGatewayRecord>;
  readonly routeTables: Table<RouteTableRecord>;
  readonly launchTemplates: Table<LaunchTemplateRecord>;
  readonly groups: Table<GroupRecord>;
  readonly scalingActivities: Table<ScalingActivityRecord>;
  readonly scheduledActions: Table<ScheduledActionRecord>;
  readonly lifecycleHooks: Table<LifecycleHookRecord>;
  readonly instanceRefreshes: Table<InstanceRefreshRecord>;
  readonly launchConfigurations: Table<LaunchConfigurationRecord>;
  readonly loadBalancers: Table<LoadBalancerRecord>;
  readonly listeners: Table<ListenerRecord>;
  readonly rules: Table<RuleRecord>;
  readonly targetGroups: Table<TargetGroupRecord>;
  readonly buckets: Table<BucketRecord>;
  readonly objects: Table<ObjectRecord>;
  readonly uploads: Table<UploadRecord>;
  readonly roles: Table<RoleRecord>;
  readonly instanceProfiles: Table<InstanceProfileRecord>;
  readonly accessKeys: Table<AccessKeyRecord>;
  readonly alarms: Table<AlarmRecord>;
  readonly alarmHistory: Table<AlarmHistoryRecord>;
  readonly scalingPolicies: Table<ScalingPolicyRecord>;
  readonly hostedZones: Table<HostedZoneRecord>;
  readonly dnsChanges: Table<DnsChangeRecord>;
  readonly lifecyclePolicies: Table<LifecyclePolicyRecord>;
}

/** What an action or a controller works on. */
export interface LocalCloud {
  readonly tables: Tables;
  readonly machines: Machines;
  /** What was measured lately; it is not in the store's log, and gone after a restart. */
  readonly metrics: MetricStore;
  readonly region: string;
  readonly accountId: string;
  /** Folder for object bodies and other large data. */
  readonly dataDir: string;
  /** The default VPC's block, such as `10.213.0.0/16`. */
  readonly network: string;
  /** Where the machines reach the cloud's API; nothing when they cannot. */
  readonly endpointForMachines?: string;
  readonly now: () => Date;
  /** Tells the controllers that something changed, so that they look at once instead of at their next tick. */
  readonly poke: () => void;
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}
