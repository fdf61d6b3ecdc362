import {
  DescribeInternetGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { ScenarioCloud } from './local-cloud.ts';

const configOf = ({ endpoint, region, env }: Pick<ScenarioCloud, 'endpoint' | 'region' | 'env'>) => ({
  endpoint,
  region,
  credentials: {
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
});

/** Ids of all networks and their parts. */
export async function networkResources(
  cloud: Pick<ScenarioCloud, 'endpoint' | 'region' | 'env'>,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const ec2 = new EC2Client(configOf(cloud));
  try {
    const [vpcs, subnets, gateways, tables, interfaces] = await Promise.all([
      ec2.send(new DescribeVpcsCommand({})),
      ec2.send(new DescribeSubnetsCommand({})),
      ec2.send(new DescribeInternetGatewaysCommand({})),
      ec2.send(new DescribeRouteTablesCommand({})),
      ec2.send(new DescribeNetworkInterfacesCommand({})),
    ]);
    return {
      vpcs: sorted(vpcs.Vpcs?.map(({ VpcId }) => VpcId)),
      subnets: sorted(subnets.Subnets?.map(({ SubnetId }) => SubnetId)),
      gateways: sorted(gateways.InternetGateways?.map(({ InternetGatewayId }) => InternetGatewayId)),
      routeTables: sorted(tables.RouteTables?.map(({ RouteTableId }) => RouteTableId)),
      interfaces: sorted(interfaces.NetworkInterfaces?.map(({ NetworkInterfaceId }) => NetworkInterfaceId)),
    };
  } finally {
    ec2.destroy();
  }
}

/** Keys of the records that Imago keeps of a project. */
export async function recordKeys(
  cloud: Pick<ScenarioCloud, 'endpoint' | 'region' | 'env'>,
  project: string,
): Promise<readonly string[]> {
  const s3 = new S3Client({ ...configOf(cloud), forcePathStyle: true });
  try {
    // The account of the local cloud.
    const Bucket = `imago-state-000000000000-${cloud.region}`;
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${project}/` }));
    return sorted(Contents?.map(({ Key }) => Key));
  } finally {
    s3.destroy();
  }
}

const sorted = (ids: readonly (string | undefined)[] = []): readonly string[] =>
  ids.filter((id) => id !== undefined).sort();
