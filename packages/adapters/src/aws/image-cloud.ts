import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteKeyPairCommand,
  DeleteSecurityGroupCommand,
  DeleteSnapshotCommand,
  DeregisterImageCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  GetConsoleOutputCommand,
  ImportKeyPairCommand,
  ModifyImageAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ImageCloud } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { createTaggedImage } from './image-cloud-create.ts';
import { readInstance, toTags, toTagSpecification } from './image-cloud-facts.ts';
import { findImages, findTagged } from './image-cloud-find.ts';
import { toRunInstances } from './image-cloud-run.ts';

/** What baking needs of EC2, over the SDK. */
export function createImageCloud(clients: Pick<AwsClients, 'ec2'>): ImageCloud {
  const ec2 = (): EC2Client => clients.ec2;
  return {
    findImages: (query, abortSignal) => findImages(ec2(), query, abortSignal),
    findTagged: (tag, abortSignal) => findTagged(ec2(), tag, abortSignal),
    createImage: (spec, abortSignal) => createTaggedImage(ec2(), spec, abortSignal),

    async vpcOfSubnet(subnetId, abortSignal) {
      const call = ec2().send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }), { abortSignal });
      return (await tolerate(['not-found'], call))?.Subnets?.[0]?.VpcId;
    },

    async importKeyPair({ name, publicKey, tags }, abortSignal) {
      const PublicKeyMaterial = new TextEncoder().encode(publicKey);
      const TagSpecifications = toTagSpecification('key-pair', tags);
      await ec2().send(new ImportKeyPairCommand({ KeyName: name, PublicKeyMaterial, TagSpecifications }), {
        abortSignal,
      });
    },

    async deleteKeyPair(name, abortSignal) {
      await tolerate(['not-found'], ec2().send(new DeleteKeyPairCommand({ KeyName: name }), { abortSignal }));
    },

    async createSecurityGroup({ name, description, vpcId, tags }, abortSignal) {
      const command = new CreateSecurityGroupCommand({
        GroupName: name,
        Description: description,
        ...(vpcId === undefined ? {} : { VpcId: vpcId }),
        TagSpecifications: toTagSpecification('security-group', tags),
      });
      return (await ec2().send(command, { abortSignal })).GroupId ?? '';
    },

    async allowTcp(groupId, port, cidrs, abortSignal) {
      const IpRanges = cidrs.filter((cidr) => !cidr.includes(':')).map((CidrIp) => ({ CidrIp }));
      const Ipv6Ranges = cidrs.filter((cidr) => cidr.includes(':')).map((CidrIpv6) => ({ CidrIpv6 }));
      const permission = {
        IpProtocol: 'tcp',
        FromPort: port,
        ToPort: port,
        ...(IpRanges.length === 0 ? {} : { IpRanges }),
        ...(Ipv6Ranges.length === 0 ? {} : { Ipv6Ranges }),
      };
      const command = new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [permission],
      });
      await ec2().send(command, { abortSignal });
    },

    async deleteSecurityGroup(id, abortSignal) {
      await tolerate(
        ['not-found'],
        ec2().send(new DeleteSecurityGroupCommand({ GroupId: id }), { abortSignal }),
      );
    },

    async runInstance(spec, abortSignal) {
      const { Instances } = await ec2().send(new RunInstancesCommand(toRunInstances(spec)), { abortSignal });
      return readInstance(Instances?.[0] ?? {});
    },

    async describeInstance(id, abortSignal) {
      const call = ec2().send(new DescribeInstancesCommand({ InstanceIds: [id] }), { abortSignal });
      const instance = (await tolerate(['not-found'], call))?.Reservations?.[0]?.Instances?.[0];
      return instance === undefined ? undefined : readInstance(instance);
    },

    async stopInstance(id, abortSignal) {
      await ec2().send(new StopInstancesCommand({ InstanceIds: [id] }), { abortSignal });
    },

    async terminateInstance(id, abortSignal) {
      const command = new TerminateInstancesCommand({ InstanceIds: [id] });
      await tolerate(['not-found'], ec2().send(command, { abortSignal }));
    },

    async consoleOutput(id, abortSignal) {
      const { Output } = await ec2().send(new GetConsoleOutputCommand({ InstanceId: id }), { abortSignal });
      return Output === undefined ? '' : Buffer.from(Output, 'base64').toString('utf8');
    },

    async shareImage(id, { users, groups }, abortSignal) {
      const Add = [
        ...users.map((UserId) => ({ UserId })),
        ...groups.map((group) => ({ Group: group === 'all' ? ('all' as const) : undefined })),
      ];
      const command = new ModifyImageAttributeCommand({ ImageId: id, LaunchPermission: { Add } });
      await ec2().send(command, { abortSignal });
    },

    async deregisterImage(id, abortSignal) {
      // an image that is gone answers InvalidAMIID.Unavailable, which is no not-found by its name
      const call = ec2().send(new DeregisterImageCommand({ ImageId: id }), { abortSignal });
      await call.catch((error: unknown) => {
        if (error instanceof Error && /InvalidAMIID\.(NotFound|Unavailable)/.test(error.message)) return;
        throw error;
      });
    },

    async deleteSnapshot(id, abortSignal) {
      await tolerate(
        ['not-found'],
        ec2().send(new DeleteSnapshotCommand({ SnapshotId: id }), { abortSignal }),
      );
    },

    async tag(ids, tags, abortSignal) {
      await ec2().send(new CreateTagsCommand({ Resources: [...ids], Tags: toTags(tags) }), { abortSignal });
    },
  };
}
