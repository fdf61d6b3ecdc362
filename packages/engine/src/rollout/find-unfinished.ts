import type { EnvironmentRef } from '../model/environment.ts';
import { readLock } from './lock.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { listRollouts, readRollout } from './records.ts';
import { describeUnfinished } from './recover.ts';
import type { Unfinished } from './reports.ts';

/** The rollout that has not ended: one that runs, or one that a killed process left behind. */
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
  const summary =
    running === undefined
      ? describeUnfinished(record)
      : `a ${record.kind} (#${record.number}) runs since ${running.since}: ${running.user}@${running.host}`;
  return { rollout: record, summary, ...optional({ running }) };
}
