import {
  DeleteInternetGatewayCommand,
  DeleteRouteTableCommand,
  DeleteSnapshotCommand,
  DeleteSubnetCommand,
  DeleteVolumeCommand,
  DeleteVpcCommand,
  DetachInternetGatewayCommand,
} from '@aws-sdk/client-ec2';
import { CloudError } from '@imago/engine';
import type { EnvironmentRef } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { findAllSnapshots, findAllVolumes, findNetworkParts } from './rehearsal-parts.ts';
import type { NetworkParts } from './rehearsal-parts.ts';

/**
 * Deletes snapshots, volumes and the network of a rehearsal, as far as AWS lets it now; answers what was still there.
 * A VPC goes last of all, and AWS does not let it go while anything is in it.
 */
export async function removeRehearsalRest(aws: AwsClients, ref: EnvironmentRef): Promise<readonly string[]> {
  const [snapshots, volumes, parts] = await Promise.all([
    findAllSnapshots(aws, ref),
    findAllVolumes(aws, ref),
    findNetworkParts(aws, ref),
  ]);
  const data = await Promise.all([
    ...snapshots.map(({ SnapshotId = '' }) =>
      isLeft(SnapshotId, aws.ec2.send(new DeleteSnapshotCommand({ SnapshotId }))),
    ),
    ...volumes.map(({ VolumeId = '' }) =>
      isLeft(VolumeId, aws.ec2.send(new DeleteVolumeCommand({ VolumeId }))),
    ),
  ]);
  return [...data.flat(), ...(await removeNetwork(aws, parts))];
}

async function removeNetwork(
  aws: AwsClients,
  { vpcs, subnets, gateways, tables }: NetworkParts,
): Promise<readonly string[]> {
  const open = await Promise.all(
    subnets.map(({ SubnetId = '' }) => isLeft(SubnetId, aws.ec2.send(new DeleteSubnetCommand({ SubnetId })))),
  );
  // Their associations went with the subnets.
  const ways = await Promise.all([
    ...tables.map(({ RouteTableId = '' }) =>
      isLeft(RouteTableId, aws.ec2.send(new DeleteRouteTableCommand({ RouteTableId }))),
    ),
    ...gateways.map(async ({ InternetGatewayId = '', Attachments = [] }) => {
      for (const { VpcId } of Attachments) {
        const detach = new DetachInternetGatewayCommand({ InternetGatewayId, VpcId });
        await tolerate(['not-found', 'conflict'], aws.ec2.send(detach));
      }
      return isLeft(InternetGatewayId, aws.ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId })));
    }),
  ]);
  const whole = await Promise.all(
    vpcs.map(({ VpcId = '' }) => isLeft(VpcId, aws.ec2.send(new DeleteVpcCommand({ VpcId })))),
  );
  return [...open, ...ways, ...whole].flat();
}

/** The id where something still needs it. */
async function isLeft(id: string, deleted: Promise<unknown>): Promise<readonly string[]> {
  try {
    await deleted;
    return [];
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    if (error.kind === 'not-found') return [];
    if (error.kind === 'conflict') return [id];
    throw error;
  }
}
