import {
  CreateLoadBalancerCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CreateTargetGroupInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EnvironmentRef, LoadBalancerSettings, ObservedLoadBalancer } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { findListener } from './fleet-cloud-find.ts';
import { fleetNames } from './fleet-cloud-names.ts';
import { tagsOf } from './fleet-cloud-tags.ts';
import { tolerate } from './fleet-cloud-tolerate.ts';

/** Makes an environment's load balancer: CreateLoadBalancer. */
export async function createLoadBalancer(
  aws: AwsClients,
  ref: EnvironmentRef,
  { scheme }: LoadBalancerSettings,
  place: {
    readonly securityGroup: string;
    readonly subnetIds: readonly string[];
    readonly tags?: Readonly<Record<string, string>>;
  },
): Promise<void> {
  const command = new CreateLoadBalancerCommand({
    Name: fleetNames(ref).loadBalancer,
    Type: 'application',
    Scheme: scheme,
    Subnets: [...place.subnetIds],
    SecurityGroups: [place.securityGroup],
    Tags: tagsOf(ref, 'load-balancer', undefined, place.tags),
  });
  await aws.elbv2.send(command);
}

/** Gives the listener its port, where it has another one; answers whether it had. */
export async function alignListener(aws: AwsClients, balancerArn: string, listen: number): Promise<boolean> {
  const listener = await findListener(aws, balancerArn);
  if (listener?.ListenerArn === undefined || listener.Port === listen) return false;
  await aws.elbv2.send(new ModifyListenerCommand({ ListenerArn: listener.ListenerArn, Port: listen }));
  return true;
}

/** Deletes a load balancer with its listener. */
export async function deleteLoadBalancer(aws: AwsClients, LoadBalancerArn: string): Promise<void> {
  const listener = await findListener(aws, LoadBalancerArn);
  if (listener?.ListenerArn !== undefined) {
    const { ListenerArn } = listener;
    await tolerate(['not-found'], aws.elbv2.send(new DeleteListenerCommand({ ListenerArn })));
  }
  await tolerate(['not-found'], aws.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
}

/** A load balancer as looks show it. */
export function readLoadBalancer(found: LoadBalancer | undefined): ObservedLoadBalancer | undefined {
  if (found?.LoadBalancerArn === undefined) return undefined;
  const code = found.State?.Code;
  // `active_impaired` takes requests all the same.
  const state = code === 'failed' ? 'failed' : code === 'provisioning' ? 'provisioning' : 'active';
  return { arn: found.LoadBalancerArn, dnsName: found.DNSName ?? '', state };
}

/** What CreateTargetGroup takes of port and health check. */
export const targetGroupSettings = ({
  port,
  health,
}: LoadBalancerSettings): Omit<CreateTargetGroupInput, 'Name'> => ({
  Protocol: 'HTTP',
  Port: port,
  HealthCheckEnabled: true,
  HealthCheckProtocol: 'HTTP',
  HealthCheckPath: health.path,
  HealthCheckIntervalSeconds: wholeSeconds(health.interval),
  HealthCheckTimeoutSeconds: wholeSeconds(health.timeout),
  HealthyThresholdCount: health.healthyThreshold,
  UnhealthyThresholdCount: health.unhealthyThreshold,
  Matcher: { HttpCode: health.matcher },
});

/** Attributes of a target group that is taken out of slowly. */
export const targetGroupAttributes = ({
  deregistrationDelay,
}: LoadBalancerSettings): { Key: string; Value: string }[] => [
  { Key: 'deregistration_delay.timeout_seconds', Value: String(wholeSeconds(deregistrationDelay)) },
];

const wholeSeconds = ({ milliseconds }: { readonly milliseconds: number }): number =>
  Math.ceil(milliseconds / 1000);
