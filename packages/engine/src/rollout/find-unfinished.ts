import type { EnvironmentRef } from '../model/environment.ts';
import { describeUnfinished, heldBy } from './describe-unfinished.ts';
import { readLock } from './lock.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { progressOf } from './progress-of.ts';
import { listRollouts, readRelease, readRollout } from './records.ts';
import type { Unfinished } from './reports.ts';

/** The rollout that has not ended: one that runs, one that waits for a person, or one that a killed process left behind. */
export async function findUnfinished(
  ref: EnvironmentRef,
  ports: Pick<RolloutPorts, 'state' | 'identity' | 'clock'>,
): Promise<Unfinished | undefined> {
  const numbers = await listRollouts(ports.state, ref);
  const [found, running] = await Promise.all([
    readRollout(ports.state, ref, numbers.at(-1)),
    readLock(ref, ports),
  ]);
  if (found === undefined || found.record.end !== undefined) return undefined;
  const { record } = found;
  const release = await readRelease(ports.state, ref, record.to);
  return {
    rollout: record,
    state: running !== undefined ? 'running' : heldBy(record) === undefined ? 'killed' : 'held',
    summary: describeUnfinished(record, ref.environment, running),
    progress: progressOf(record, release?.settings),
    ...optional({ running }),
  };
}
