import type { TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { LocalCloud } from '../../cloud.ts';
import type { TargetGroupRecord } from '../../store/records/elbv2.ts';
import { loadBalancersOf } from './usage.ts';

/** A target group as the API shows it. */
export function renderTargetGroup(cloud: LocalCloud, record: TargetGroupRecord): TargetGroup {
  const { healthCheck } = record;
  return {
    TargetGroupArn: record.id,
    TargetGroupName: record.name,
    Protocol: record.protocol,
    Port: record.port,
    VpcId: record.vpcId,
    HealthCheckProtocol: healthCheck.protocol,
    HealthCheckPort: healthCheck.port,
    HealthCheckEnabled: healthCheck.enabled,
    HealthCheckIntervalSeconds: healthCheck.intervalSeconds,
    HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds,
    HealthyThresholdCount: healthCheck.healthyThreshold,
    UnhealthyThresholdCount: healthCheck.unhealthyThreshold,
    HealthCheckPath: healthCheck.path,
    Matcher: { HttpCode: healthCheck.matcher },
    LoadBalancerArns: [...loadBalancersOf(cloud, record.id)],
    TargetType: record.targetType,
    ProtocolVersion: 'HTTP1',
    IpAddressType: 'ipv4',
  };
}
