import { DeregisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readTargets } from '../read-targets.ts';
import { deregisterTargets } from '../targets.ts';

/** DeregisterTargets. */
export const route: Route = on(DeregisterTargetsCommand, (input, { cloud }) => {
  deregisterTargets(cloud, input.TargetGroupArn ?? '', readTargets(input.Targets));
  return {};
});
