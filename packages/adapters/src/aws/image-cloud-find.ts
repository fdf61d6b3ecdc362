import {
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeKeyPairsCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotsCommand,
} from '@aws-sdk/client-ec2';
import type { EC2Client, Image } from '@aws-sdk/client-ec2';
import type { ImageFacts, ImageQuery, TaggedResource } from '@imago/engine';
import { tolerate } from './fleet-cloud-tolerate.ts';
import { fromTags, readImage } from './image-cloud-facts.ts';

/** DescribeImages, all pages. A missing id gives no image. */
export async function findImages(
  ec2: EC2Client,
  query: ImageQuery,
  abortSignal: AbortSignal,
): Promise<readonly ImageFacts[]> {
  const input =
    'ids' in query
      ? { ImageIds: [...query.ids] }
      : {
          Owners: [...query.owners],
          Filters: Object.entries(query.filters).map(([Name, Values]) => ({ Name, Values: [...Values] })),
        };
  const found: Image[] = [];
  let NextToken: string | undefined;
  do {
    // EC2 allows no paging together with ids; by owner and filter it pages when it likes to
    const page: { NextToken?: string } = NextToken === undefined ? {} : { NextToken };
    const call = ec2.send(new DescribeImagesCommand({ ...input, ...page }), { abortSignal });
    const answer = await tolerate(isMissingId(query) ? ['not-found'] : [], call).catch((error: unknown) => {
      if (isMissingId(query) && error instanceof Error && error.message.includes('InvalidAMIID'))
        return undefined;
      throw error;
    });
    found.push(...(answer?.Images ?? []));
    NextToken = answer?.NextToken === '' ? undefined : answer?.NextToken;
  } while (NextToken !== undefined);
  return found.map(readImage);
}

const isMissingId = (query: ImageQuery): boolean => 'ids' in query;

/** Everything of a bake's kinds that carries the tag; instances that are terminated are gone already. */
export async function findTagged(
  ec2: EC2Client,
  { key, value }: { readonly key: string; readonly value?: string },
  abortSignal: AbortSignal,
): Promise<readonly TaggedResource[]> {
  const filter =
    value === undefined ? { Name: 'tag-key', Values: [key] } : { Name: `tag:${key}`, Values: [value] };
  const Filters = [filter];
  const alive = { Name: 'instance-state-name', Values: ['pending', 'running', 'stopping', 'stopped'] };
  const [instances, keyPairs, groups, images, snapshots] = await Promise.all([
    allInstances(ec2, { Filters: [filter, alive] }, abortSignal),
    ec2.send(new DescribeKeyPairsCommand({ Filters }), { abortSignal }),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters }), { abortSignal }),
    ec2.send(new DescribeImagesCommand({ Owners: ['self'], Filters }), { abortSignal }),
    ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], Filters }), { abortSignal }),
  ]);
  return [
    ...instances,
    ...(keyPairs.KeyPairs ?? []).map(({ KeyName = '', Tags }) => resource('key-pair', KeyName, Tags)),
    ...(groups.SecurityGroups ?? []).map(({ GroupId = '', Tags }) =>
      resource('security-group', GroupId, Tags),
    ),
    ...(images.Images ?? []).map(({ ImageId = '', Tags }) => resource('image', ImageId, Tags)),
    ...(snapshots.Snapshots ?? []).map(({ SnapshotId = '', Tags }) => resource('snapshot', SnapshotId, Tags)),
  ];
}

async function allInstances(
  ec2: EC2Client,
  input: { readonly Filters: { Name: string; Values: string[] }[] },
  abortSignal: AbortSignal,
): Promise<readonly TaggedResource[]> {
  const found: TaggedResource[] = [];
  let NextToken: string | undefined;
  do {
    const page: { NextToken?: string } = NextToken === undefined ? {} : { NextToken };
    const answer = await ec2.send(new DescribeInstancesCommand({ ...input, ...page }), { abortSignal });
    for (const { Instances = [] } of answer.Reservations ?? []) {
      found.push(...Instances.map(({ InstanceId = '', Tags }) => resource('instance', InstanceId, Tags)));
    }
    NextToken = answer.NextToken === '' ? undefined : answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}

function resource(
  kind: TaggedResource['kind'],
  id: string,
  tags: Parameters<typeof fromTags>[0],
): TaggedResource {
  return { kind, id, tags: fromTags(tags) };
}
