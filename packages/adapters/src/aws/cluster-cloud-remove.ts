import {
  CreateTagsCommand,
  DeleteLaunchTemplateCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import type { NetworkInterface } from '@aws-sdk/client-ec2';
import type { EnvironmentRef, ReleaseId } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findInterfaces, findVolumes } from './cluster-cloud-find.ts';
import { withdrawMembers } from './cluster-cloud-publish.ts';
import { memberTag, memberTagKeys } from './cluster-cloud-tags.ts';
import { findLaunchTemplates, findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { releaseTag, roleTag, tagOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { deleteLoadBalancer } from './load-balancer.ts';

/** The address that a member had last is in the tags of its volumes: CreateTags. */
async function rememberAddresses(
  aws: AwsClients,
  ref: EnvironmentRef,
  interfaces: readonly NetworkInterface[],
): Promise<void> {
  if (interfaces.length === 0) return;
  const volumes = await findVolumes(aws, ref);
  for (const { TagSet, PrivateIpAddress = '' } of interfaces) {
    const Resources = volumes
      .filter(({ Tags }) => memberTag(Tags) === memberTag(TagSet))
      .filter(({ Tags }) => tagOf(Tags, memberTagKeys.address) !== PrivateIpAddress)
      .map(({ VolumeId = '' }) => VolumeId);
    if (Resources.length === 0) continue;
    const Tags = [{ Key: memberTagKeys.address, Value: PrivateIpAddress }];
    await tolerate(['not-found'], aws.ec2.send(new CreateTagsCommand({ Resources, Tags })));
  }
}

/** Deletes launch templates of these releases, as far as AWS lets it. */
export async function deleteTemplates(
  aws: AwsClients,
  ref: EnvironmentRef,
  releases: readonly ReleaseId[],
): Promise<void> {
  const templates = await findLaunchTemplates(aws, ref);
  const old = templates.filter(({ Tags }) => {
    const release = releaseTag(Tags);
    return release !== undefined && releases.includes(release);
  });
  await Promise.all(
    old.map(({ LaunchTemplateId }) =>
      tolerate(
        ['not-found', 'conflict', 'denied', 'invalid'],
        aws.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId })),
      ),
    ),
  );
}

/** Deletes what can go now of all but instances, volumes and snapshots; security groups stay until their interfaces are gone. */
export async function removeCluster(aws: AwsClients, ref: EnvironmentRef): Promise<void> {
  const [interfaces, templates, groups, balancer] = await Promise.all([
    findInterfaces(aws, ref),
    findLaunchTemplates(aws, ref),
    findSecurityGroups(aws, ref),
    findLoadBalancer(aws, ref),
  ]);
  if (balancer?.LoadBalancerArn !== undefined) await deleteLoadBalancer(aws, balancer.LoadBalancerArn);
  await withdrawMembers(aws, ref);
  await rememberAddresses(aws, ref, interfaces);
  await Promise.all([
    ...interfaces
      .filter(({ Attachment }) => Attachment === undefined)
      .map(({ NetworkInterfaceId }) =>
        tolerate(
          ['not-found', 'conflict'],
          aws.ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId })),
        ),
      ),
    ...templates.map(({ LaunchTemplateId }) =>
      tolerate(['not-found'], aws.ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId }))),
    ),
  ]);
  // That of the instances first: it may name the other one.
  for (const role of ['instances', 'load-balancer']) {
    for (const { GroupId } of groups.filter(({ Tags }) => roleTag(Tags) === role)) {
      await tolerate(['not-found', 'conflict'], aws.ec2.send(new DeleteSecurityGroupCommand({ GroupId })));
    }
  }
}
