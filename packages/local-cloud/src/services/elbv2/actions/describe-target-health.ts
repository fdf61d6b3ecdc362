import {
  DescribeTargetHealthCommand,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { TargetGroupRecord, TargetRecord } from '../../../store/records/elbv2.ts';
import { on, type Route } from '../../../wire/route.ts';
import { readTargets } from '../read-targets.ts';
import { requireTargetGroup } from '../require-target-group.ts';
import { targetHealth, type TargetHealthView } from '../target-health.ts';
import type { TargetReference } from '../targets.ts';

const NOT_REGISTERED: TargetHealthView = {
  state: 'unused',
  reason: 'Target.NotRegistered',
  description: 'Target is not registered to the target group',
};

/** DescribeTargetHealth: of all registered targets, or of those named, registered or not. */
export const route: Route = on(DescribeTargetHealthCommand, (input, { cloud }) => {
  const group = requireTargetGroup(cloud, input.TargetGroupArn);
  const describe = (target: TargetRecord): TargetHealthDescription =>
    render(group, target, targetHealth(cloud, group, target));
  const named = readTargets(input.Targets);
  return {
    TargetHealthDescriptions:
      named.length === 0
        ? group.targets.map(describe)
        : named.flatMap((target) => {
            const found = group.targets.filter((record) => matches(record, target));
            return found.length > 0 ? found.map(describe) : [renderMissing(group, target)];
          }),
  };
});

function matches(record: TargetRecord, { id, port }: TargetReference): boolean {
  return record.targetId === id && (port === undefined || record.port === port);
}

function render(
  group: TargetGroupRecord,
  { targetId, port, zone }: Pick<TargetRecord, 'targetId' | 'port' | 'zone'>,
  { state, reason, description }: TargetHealthView,
): TargetHealthDescription {
  const checked = group.healthCheck.port;
  return {
    Target: { Id: targetId, Port: port, AvailabilityZone: group.targetType === 'ip' ? zone : undefined },
    HealthCheckPort: checked === 'traffic-port' ? String(port) : checked,
    TargetHealth: { State: state, Reason: reason, Description: description },
  };
}

function renderMissing(group: TargetGroupRecord, { id, port }: TargetReference): TargetHealthDescription {
  return render(group, { targetId: id, port: port ?? group.port }, NOT_REGISTERED);
}
