import {
  CreateLoadBalancerCommand,
  type CreateLoadBalancerInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../../cloud.ts';
import type { LoadBalancerRecord } from '../../../store/records/elbv2.ts';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { allocateAddress } from '../allocate-address.ts';
import { newLoadBalancerArn } from '../arns.ts';
import { initialAttributes } from '../attributes.ts';
import { checkName } from '../check-name.ts';
import { LOAD_BALANCER_ATTRIBUTES } from '../load-balancer-attributes.ts';
import { readSecurityGroups, readSubnets } from '../place-load-balancer.ts';
import { readTags } from '../read-tags.ts';
import { renderLoadBalancer } from '../render-load-balancer.ts';

/** CreateLoadBalancer: application load balancers; `provisioning` until its process listens. */
export const route: Route = on(CreateLoadBalancerCommand, (input, { cloud }) => {
  const wanted = readLoadBalancer(cloud, input);
  const existing = [...cloud.tables.loadBalancers.values()].find(({ name }) => name === wanted.name);
  if (existing) {
    if (!sameSettings(existing, wanted)) {
      throw new AwsError(
        'DuplicateLoadBalancerName',
        `A load balancer with the same name '${wanted.name}' exists, but with different settings`,
      );
    }
    return { LoadBalancers: [renderLoadBalancer(cloud, existing)] };
  }
  const id = newLoadBalancerArn(cloud, wanted.name);
  const record = cloud.tables.loadBalancers.put({
    ...wanted,
    id,
    address: allocateAddress(cloud, { ...wanted, id }),
    state: 'provisioning',
    createdAt: cloud.now(),
    attributes: initialAttributes(LOAD_BALANCER_ATTRIBUTES),
  });
  cloud.poke();
  return { LoadBalancers: [renderLoadBalancer(cloud, record)] };
});

type Settings = Pick<
  LoadBalancerRecord,
  'name' | 'scheme' | 'vpcId' | 'subnetIds' | 'securityGroupIds' | 'tags'
>;

function readLoadBalancer(cloud: LocalCloud, input: CreateLoadBalancerInput): Settings {
  const name = checkName('Load balancer name', input.Name);
  if (name.startsWith('internal-')) {
    throw new AwsError('ValidationError', `Load balancer name '${name}' cannot begin with 'internal-'`);
  }
  if (input.Type !== undefined && input.Type !== 'application') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `Load balancers of the type '${input.Type}' are not supported by the local cloud: use application`,
    );
  }
  if (input.IpAddressType !== undefined && input.IpAddressType !== 'ipv4') {
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The IP address type '${input.IpAddressType}' is not supported by the local cloud: use ipv4`,
    );
  }
  const subnets = readSubnets(cloud, input.Subnets, input.SubnetMappings);
  const vpcId = subnets[0]?.vpcId ?? '';
  return {
    name,
    scheme: readScheme(input.Scheme),
    vpcId,
    subnetIds: subnets.map(({ id }) => id),
    securityGroupIds: readSecurityGroups(cloud, vpcId, input.SecurityGroups),
    tags: readTags(input.Tags),
  };
}

function readScheme(scheme: string | undefined): Settings['scheme'] {
  if (scheme === undefined || scheme === 'internet-facing') return 'internet-facing';
  if (scheme === 'internal') return scheme;
  throw new AwsError('InvalidScheme', `The scheme '${scheme}' must be internet-facing or internal`);
}

function sameSettings(one: Settings, other: Settings): boolean {
  const essence = ({ scheme, subnetIds, securityGroupIds }: Settings): string =>
    JSON.stringify([scheme, [...subnetIds].sort(), [...securityGroupIds].sort()]);
  return essence(one) === essence(other);
}
