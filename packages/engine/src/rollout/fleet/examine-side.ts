import type { EnvironmentRef } from '../../model/environment.ts';
import { sideOf } from '../../model/observed.ts';
import type { Observed, ObservedInstance } from '../../model/observed.ts';
import type { RolloutRecord } from '../../model/rollout.ts';
import type { FleetCloud } from '../../ports/fleet-cloud.ts';
import type { FailedInstance, PostMortem } from '../outcome.ts';

const consoleLines = 15;
const examined = 5;

/** Asks the machines and the group why a side did not come up. What cannot be learned is left out. */
export async function examine(
  cloud: Pick<FleetCloud, 'consoleOutput' | 'launchFailures'>,
  environment: EnvironmentRef,
  observed: Observed,
  { to, toSide, fromSide }: Pick<RolloutRecord, 'to' | 'toSide' | 'fromSide'>,
): Promise<PostMortem> {
  const side = sideOf(observed, toSide);
  const instances = side?.group?.instances ?? [];
  const hasOwnSide = toSide !== fromSide;
  const ailing = instances.filter((one) => (hasOwnSide || one.release === to) && isAiling(one));
  const failed = (hasOwnSide ? withEnded(ailing, instances) : ailing).slice(0, examined);
  const launches =
    side?.group === undefined ? [] : cloud.launchFailures(environment, side.release).catch(() => []);
  const failedInstances = await Promise.all(failed.map((instance) => examineInstance(cloud, instance)));
  return { failedInstances, launchFailures: await launches };
}

/** Auto Scaling may have ended what failed already; what it has launched in its place has not had its time yet. */
const withEnded = (
  ailing: readonly ObservedInstance[],
  instances: readonly ObservedInstance[],
): readonly ObservedInstance[] => [
  ...ailing.filter(({ health }) => health === 'unhealthy'),
  ...instances.filter(isEnded),
  ...ailing.filter(({ health }) => health !== 'unhealthy'),
];

/** Whether it was taken out of a side that nobody has made smaller. */
const isEnded = ({ lifecycleState, health }: ObservedInstance): boolean =>
  lifecycleState.startsWith('Terminating') && health !== 'healthy';

/** Whether it is to stay and is not healthy; of a group that is rolled, what is on its way out is no evidence. */
const isAiling = ({ lifecycleState, health }: ObservedInstance): boolean =>
  (lifecycleState.startsWith('Pending') || lifecycleState === 'InService') &&
  health !== 'healthy' &&
  health !== 'draining';

async function examineInstance(
  cloud: Pick<FleetCloud, 'consoleOutput'>,
  instance: ObservedInstance,
): Promise<FailedInstance> {
  const { id, health, reason, description } = instance;
  const output = await cloud.consoleOutput(id).catch(() => '');
  const lines = output.trimEnd().split(/\r*\n/);
  return {
    id,
    health,
    console: output.trim() === '' ? [] : lines.slice(-consoleLines),
    ...(reason === undefined ? {} : { reason }),
    ...(description === undefined ? {} : { description }),
  };
}
