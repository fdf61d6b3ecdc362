import { StopInstancesCommand } from '@aws-sdk/client-ec2';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import { renderStateChanges, requireStates } from '../state-changes.ts';
import { transitionReason } from '../transition-reason.ts';

const REASON = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

/** EC2 StopInstances: in order, or with `Force` (and `SkipOsShutdown`) by cutting the power. */
export const route: Route = on(StopInstancesCommand, (input, { cloud }) => {
  const instances = requireRecords(cloud, INSTANCE, input.InstanceIds ?? []);
  requireStates(instances, ['running', 'stopping', 'stopped'], 'stopped');
  refuseDryRun(input.DryRun);
  const forced = input.Force === true || input.SkipOsShutdown === true;
  for (const { id, state } of instances) {
    if (state === 'stopped') continue;
    cloud.tables.instances.update(id, {
      state: 'stopping',
      stateReason: REASON,
      stateTransitionReason: transitionReason(REASON, cloud.now()),
      ...(forced ? { forced } : {}),
    });
  }
  cloud.poke();
  return { StoppingInstances: renderStateChanges(cloud, instances) };
});
