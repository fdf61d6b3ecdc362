import { paginateDescribeInstances } from '@aws-sdk/client-ec2';
import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Observed, ObservedInstance } from '@imago/engine';
import type { AwsClients } from './clients.ts';

/** What EC2 knows of an instance and never changes. */
export type InstanceFacts = Pick<ObservedInstance, 'launchedAt' | 'address'>;

/** What a filter of DescribeInstances takes. */
const mostValues = 200;

/** Launch times and addresses: those that a look before told of, and the others from EC2. */
export async function readInstanceFacts(
  aws: AwsClients,
  groups: readonly AutoScalingGroup[],
  previous: Observed | undefined,
): Promise<ReadonlyMap<string, InstanceFacts>> {
  const facts = new Map<string, InstanceFacts>(knownFacts(previous));
  const missing = groups
    .flatMap(({ Instances = [] }) => Instances)
    .flatMap(({ InstanceId }) => (InstanceId === undefined || facts.has(InstanceId) ? [] : [InstanceId]));
  for (let start = 0; start < missing.length; start += mostValues) {
    // A filter, not ids: one that EC2 does not know yet would fail the whole call.
    const Filters = [{ Name: 'instance-id', Values: missing.slice(start, start + mostValues) }];
    for await (const page of paginateDescribeInstances({ client: aws.ec2 }, { Filters })) {
      for (const { Instances = [] } of page.Reservations ?? []) {
        for (const { InstanceId = '', LaunchTime, PrivateIpAddress } of Instances) {
          facts.set(InstanceId, {
            ...(LaunchTime === undefined ? {} : { launchedAt: LaunchTime }),
            ...(PrivateIpAddress === undefined ? {} : { address: PrivateIpAddress }),
          });
        }
      }
    }
  }
  return facts;
}

function knownFacts(previous: Observed | undefined): readonly (readonly [string, InstanceFacts])[] {
  const instances = previous?.sides.flatMap(({ group }) => group?.instances ?? []) ?? [];
  return instances.flatMap(({ id, launchedAt, address }) =>
    launchedAt === undefined || address === undefined ? [] : [[id, { launchedAt, address }] as const],
  );
}
