import { ResumeProcessesCommand } from '@aws-sdk/client-auto-scaling';
import { on, type Route } from '../../../wire/route.ts';
import { activeRefresh } from '../instance-refreshes.ts';
import { readProcesses } from '../processes.ts';
import { requireGroup } from '../require-group.ts';

/** An instance refresh needs all of them. */
const REFRESHING = ['InstanceRefresh', 'Launch', 'Terminate'];

/** ResumeProcesses: those named, or all. */
export const route: Route = on(ResumeProcessesCommand, (input, { cloud }) => {
  const group = requireGroup(cloud, input.AutoScalingGroupName);
  const names = readProcesses(input.ScalingProcesses);
  cloud.tables.groups.update(group.id, {
    suspendedProcesses: group.suspendedProcesses.filter(({ name }) => !names.includes(name)),
  });
  const refresh = activeRefresh(cloud, group.id);
  if (refresh?.progress && REFRESHING.some((name) => names.includes(name))) {
    // The time that it stood still is no failure of it.
    const progress = { ...refresh.progress, at: cloud.now() };
    cloud.tables.instanceRefreshes.update(refresh.id, { progress });
  }
  cloud.poke();
  return {};
});
