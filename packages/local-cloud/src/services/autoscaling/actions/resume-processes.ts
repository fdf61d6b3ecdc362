import { ResumeProcessesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { readProcesses } from '../processes.ts';
import { requireGroup } from '../require-group.ts';

/** ResumeProcesses: those named, or all. */
export const route: Route = on(ResumeProcessesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const names = readProcesses(input.ScalingProcesses);
  cloud.tables.groups.update(group.id, {
    suspendedProcesses: group.suspendedProcesses.filter(({ name }) => !names.includes(name)),
  });
  cloud.poke();
  return {};
});
