import {
  DeleteLaunchTemplateCommand,
  DeleteNetworkInterfaceCommand,
  DeleteSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import type { EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findInterfaces } from './cluster-cloud-find.ts';
import { withdrawMembers } from './cluster-cloud-publish.ts';
import { findLaunchTemplates, findLoadBalancer, findSecurityGroups } from './fleet-cloud-find.ts';
import { roleTag } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { deleteLoadBalancer } from './load-balancer.ts';

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
