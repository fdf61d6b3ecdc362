import { StartInstancesCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import { renderStateChanges, requireStates } from '../state-changes.ts';

/** EC2 StartInstances: stopped instances become pending; those that run stay as they are. */
export const route: Route = on(StartInstancesCommand, (input, { cloud }) => {
  const instances = requireRecords(cloud, INSTANCE, input.InstanceIds ?? []);
  requireStates(instances, ['stopped', 'pending', 'running'], 'started');
  refuseDryRun(input.DryRun);
  for (const instance of instances) {
    if (instance.state !== 'stopped') continue;
    const { stateReason: _, ...rest } = instance;
    cloud.tables.instances.put({
      ...rest,
      state: 'pending',
      stateTransitionReason: '',
      launchedAt: cloud.now(),
    });
  }
  cloud.poke();
  return { StartingInstances: renderStateChanges(cloud, instances) };
});
