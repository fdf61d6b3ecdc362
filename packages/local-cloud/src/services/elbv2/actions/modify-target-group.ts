import { ModifyTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readHealthCheck } from '../read-health-check.ts';
import { renderTargetGroup } from '../render-target-group.ts';
import { requireTargetGroup } from '../require-target-group.ts';

/** ModifyTargetGroup: changes how targets are checked. */
export const route: Route = on(ModifyTargetGroupCommand, (input, { cloud }) => {
  const record = requireTargetGroup(cloud, input.TargetGroupArn);
  const healthCheck = readHealthCheck(input, record.healthCheck);
  cloud.tables.targetGroups.update(record.id, { healthCheck });
  cloud.poke();
  return { TargetGroups: [renderTargetGroup(cloud, { ...record, healthCheck })] };
});
