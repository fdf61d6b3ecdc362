import { RebootInstancesCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import { requireStates } from '../state-changes.ts';

/** EC2 RebootInstances: the systems restart in order while the instances stay running. */
export const route: Route = on(RebootInstancesCommand, (input, { cloud }) => {
  const instances = requireRecords(cloud, INSTANCE, input.InstanceIds ?? []);
  requireStates(instances, ['pending', 'running'], 'rebooted');
  refuseDryRun(input.DryRun);
  for (const { id } of instances) cloud.tables.instances.update(id, { rebootRequested: true });
  cloud.poke();
  return {};
});
