import { TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../wire/aws-error.ts';
import { on, type Route } from '../../../wire/route.ts';
import { refuseDryRun } from '../dry-run.ts';
import { INSTANCE, requireRecords } from '../resource-kinds.ts';
import { renderStateChanges } from '../state-changes.ts';
import { terminateInstance } from '../terminate-instance.ts';

const REASON = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

/** EC2 TerminateInstances: refused as a whole when one of them is protected. */
export const route: Route = on(TerminateInstancesCommand, (input, { cloud }) => {
  const instances = requireRecords(cloud, INSTANCE, input.InstanceIds ?? []);
  const kept = instances.find(
    ({ apiTerminationProtected, state }) => apiTerminationProtected && state !== 'terminated',
  );
  if (kept) {
    throw new AwsError(
      'OperationNotPermitted',
      `The instance '${kept.id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.`,
    );
  }
  refuseDryRun(input.DryRun);
  for (const { id } of instances) {
    terminateInstance(cloud, id, REASON);
    if (input.SkipOsShutdown) cloud.tables.instances.update(id, { forced: true });
  }
  return { TerminatingInstances: renderStateChanges(cloud, instances) };
});
