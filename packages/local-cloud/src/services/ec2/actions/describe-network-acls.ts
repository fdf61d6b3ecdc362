import { DescribeNetworkAclsCommand, type NetworkAcl, type NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { LocalCloud } from '../../../cloud.ts';
import type { VpcRecord } from '../../../store/records/ec2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { applyFilters, type FilterTable } from '../describe-filters.ts';
import { pageOf } from '../describe-page.ts';
import { refuseDryRun } from '../dry-run.ts';

interface Acl {
  readonly id: string;
  readonly vpc: VpcRecord;
  readonly subnetIds: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** EC2 DescribeNetworkAcls: each VPC has the default one, which lets everything through and holds for all its subnets. */
export const route: Route = on(DescribeNetworkAclsCommand, (input, { cloud }) => {
  refuseDryRun(input.DryRun);
  const all = [...cloud.tables.vpcs.values()].map((vpc) => defaultAcl(cloud, vpc));
  const ids = input.NetworkAclIds ?? [];
  const missing = ids.find((id) => !all.some((acl) => acl.id === id));
  if (missing !== undefined) {
    throw new AwsError('InvalidNetworkAclID.NotFound', `The networkAcl ID '${missing}' does not exist`);
  }
  const asked = ids.length > 0 ? all.filter(({ id }) => ids.includes(id)) : all;
  const { page, nextToken } = pageOf(applyFilters(asked, input.Filters, filters(cloud)), input, { ids });
  return { NetworkAcls: page.map((acl) => render(cloud, acl)), NextToken: nextToken };
});

function defaultAcl(cloud: LocalCloud, vpc: VpcRecord): Acl {
  const subnets = [...cloud.tables.subnets.values()].filter(({ vpcId }) => vpcId === vpc.id);
  return { id: `acl-${vpc.id.slice('vpc-'.length)}`, vpc, subnetIds: subnets.map(({ id }) => id) };
}

function filters({ accountId }: LocalCloud): FilterTable<Acl> {
  return {
    'network-acl-id': ({ id }) => id,
    'vpc-id': ({ vpc }) => vpc.id,
    'owner-id': () => accountId,
    default: () => true,
    'association.subnet-id': ({ subnetIds }) => subnetIds,
    'association.network-acl-id': ({ id, subnetIds }) => subnetIds.map(() => id),
    'association.association-id': ({ subnetIds }) => subnetIds.map(associationId),
    'entry.cidr': () => '0.0.0.0/0',
    'entry.egress': () => ['true', 'false'],
    'entry.protocol': () => '-1',
    'entry.rule-action': () => ['allow', 'deny'],
    'entry.rule-number': () => ['100', '32767'],
  };
}

function associationId(subnetId: string): string {
  return `aclassoc-${subnetId.slice('subnet-'.length)}`;
}

function render({ accountId }: LocalCloud, { id, vpc, subnetIds }: Acl): NetworkAcl {
  const entries = [true, false].flatMap((Egress): NetworkAclEntry[] => [
    { CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 },
    { CidrBlock: '0.0.0.0/0', Egress, Protocol: '-1', RuleAction: 'deny', RuleNumber: 32_767 },
  ]);
  return {
    NetworkAclId: id,
    VpcId: vpc.id,
    IsDefault: true,
    OwnerId: accountId,
    Entries: entries,
    Associations: subnetIds.map((SubnetId) => ({
      NetworkAclAssociationId: associationId(SubnetId),
      NetworkAclId: id,
      SubnetId,
    })),
    Tags: [],
  };
}
