import { RegisterTargetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { on, type Route } from '../../../wire/route.ts';
import { readTargets } from '../read-targets.ts';
import { registerTargets } from '../targets.ts';

/** RegisterTargets. */
export const route: Route = on(RegisterTargetsCommand, (input, { cloud }) => {
  registerTargets(cloud, input.TargetGroupArn ?? '', readTargets(input.Targets));
  return {};
});
