import { SuspendProcessesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { readProcesses } from '../processes.ts';
import { requireGroup } from '../require-group.ts';

/** SuspendProcesses: those named, or all; the groups controller leaves them be until they are resumed. */
export const route: Route = on(SuspendProcessesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const names = readProcesses(input.ScalingProcesses);
  const reason = `User suspended at ${cloud.now().toISOString().slice(0, 19)}Z`;
  const before = group.suspendedProcesses;
  const added = names.filter((name) => !before.some((process) => process.name === name));
  cloud.tables.groups.update(group.id, {
    suspendedProcesses: [...before, ...added.map((name) => ({ name, reason }))],
  });
  return {};
});
