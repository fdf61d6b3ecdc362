import { AutoScalingClient, DescribeAutoScalingGroupsCommand } from '@aws-sdk/client-auto-scaling';
import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
  DescribeVolumesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ScenarioCloud } from './local-cloud.ts';

/** Ids of everything in the cloud that a command could have left behind; terminated instances do not count. */
export async function cloudResources(
  cloud: Pick<ScenarioCloud, 'endpoint' | 'region' | 'env'>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const config = {
    endpoint: cloud.endpoint,
    region: cloud.region,
    credentials: {
      accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  };
  const ec2 = new EC2Client(config);
  const balancing = new ElasticLoadBalancingV2Client(config);
  const scaling = new AutoScalingClient(config);
  try {
    const states = ['pending', 'running', 'stopping', 'stopped', 'shutting-down'];
    const [
      instances,
      images,
      snapshots,
      volumes,
      keys,
      groups,
      templates,
      balancers,
      targets,
      scalingGroups,
    ] = await Promise.all([
      ec2.send(new DescribeInstancesCommand({ Filters: [{ Name: 'instance-state-name', Values: states }] })),
      ec2.send(new DescribeImagesCommand({ Owners: ['self'] })),
      ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] })),
      ec2.send(new DescribeVolumesCommand({})),
      ec2.send(new DescribeKeyPairsCommand({})),
      ec2.send(new DescribeSecurityGroupsCommand({})),
      ec2.send(new DescribeLaunchTemplatesCommand({})),
      balancing.send(new DescribeLoadBalancersCommand({})),
      balancing.send(new DescribeTargetGroupsCommand({})),
      scaling.send(new DescribeAutoScalingGroupsCommand({})),
    ]);
    return {
      instances: ids(
        instances.Reservations?.flatMap(({ Instances }) => Instances ?? []),
        'InstanceId',
      ),
      images: ids(images.Images, 'ImageId'),
      snapshots: ids(snapshots.Snapshots, 'SnapshotId'),
      volumes: ids(volumes.Volumes, 'VolumeId'),
      keyPairs: ids(keys.KeyPairs, 'KeyName'),
      securityGroups: ids(groups.SecurityGroups, 'GroupId'),
      launchTemplates: ids(templates.LaunchTemplates, 'LaunchTemplateName'),
      loadBalancers: ids(balancers.LoadBalancers, 'LoadBalancerName'),
      targetGroups: ids(targets.TargetGroups, 'TargetGroupName'),
      scalingGroups: ids(scalingGroups.AutoScalingGroups, 'AutoScalingGroupName'),
    };
  } finally {
    for (const client of [ec2, balancing, scaling]) client.destroy();
  }
}

function ids<T>(items: readonly T[] | undefined, key: keyof T): readonly string[] {
  return (items ?? []).map((item) => String(item[key])).sort();
}
