import type { EnvironmentRef } from '../../model/environment.ts';
import { sideOf } from '../../model/observed.ts';
import type { Observed, ObservedInstance } from '../../model/observed.ts';
import type { ReleaseId } from '../../model/release.ts';
import type { FleetCloud } from '../../ports/fleet-cloud.ts';
import type { FailedInstance, PostMortem } from '../outcome.ts';

const consoleLines = 15;
const examined = 5;

/** Asks the machines and the group why a side did not come up. What cannot be learned is left out. */
export async function examine(
  cloud: FleetCloud,
  environment: EnvironmentRef,
  observed: Observed,
  release: ReleaseId,
): Promise<PostMortem> {
  const side = sideOf(observed, release);
  const failed = (side?.group?.instances ?? [])
    .filter(({ health }) => health !== 'healthy')
    .slice(0, examined);
  const launches =
    side?.group === undefined ? [] : cloud.launchFailures(environment, release).catch(() => []);
  const failedInstances = await Promise.all(failed.map((instance) => examineInstance(cloud, instance)));
  return { failedInstances, launchFailures: await launches };
}

async function examineInstance(cloud: FleetCloud, instance: ObservedInstance): Promise<FailedInstance> {
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
