import type { EnvironmentRef } from '../model/environment.ts';
import { ImagoError } from '../errors/imago-error.ts';
import { describeUnfinished, heldBy } from './describe-unfinished.ts';
import { heardOf } from './hear-orders.ts';
import { readLock } from './lock.ts';
import { nextCommands } from './next-commands.ts';
import { optional } from './optional.ts';
import { appendOrders } from './orders.ts';
import type { LockHolder, OrderOutcome } from './outcome.ts';
import { pause } from './pause.ts';
import type { RolloutPorts } from './ports.ts';
import { listRollouts, readRollout } from './records.ts';
import { steady } from './steady.ts';

/** Tells the rollout that runs to stop before its next step; answers when it has heard. */
export async function pauseRollout(
  request: EnvironmentRef,
  given: RolloutPorts,
  signal: AbortSignal,
): Promise<OrderOutcome> {
  const ports = steady(given);
  const ref = { project: request.project, environment: request.environment };
  const { environment } = ref;
  let told: { readonly number: number; readonly count: number; readonly by: LockHolder } | undefined;
  for (;;) {
    const numbers = await listRollouts(ports.state, ref);
    const number = told?.number ?? numbers.at(-1);
    const [found, running] = await Promise.all([readRollout(ports.state, ref, number), readLock(ref, ports)]);
    const record = found?.record;
    if (told !== undefined && record !== undefined && heardOf(record) >= told.count) {
      return { kind: 'told', number: told.number, by: told.by };
    }
    if (record === undefined || record.end !== undefined) {
      const reason =
        told === undefined
          ? `no rollout of ${environment} is under way`
          : `#${told.number} ended before it heard: ${record?.end?.kind ?? 'its record is gone'}`;
      return { kind: 'no-rollout', reason };
    }
    // Nobody runs it who could hear: whoever takes it up later is not to be paused by what was said to another.
    if (running === undefined && told !== undefined) {
      const withdrawn = { kind: 'resume', by: byOf(ports), at: ports.clock.now().toISOString() } as const;
      await appendOrders(ports.state, ref, record.number, [withdrawn]);
    }
    const held = heldBy(record);
    if (running === undefined && held !== undefined) {
      const { why, reason } = held;
      const next = nextCommands(environment, why);
      return {
        kind: 'waiting',
        number: record.number,
        why,
        reason,
        next,
        ...optional({ release: record.to }),
      };
    }
    if (running === undefined) {
      return { kind: 'no-rollout', reason: describeUnfinished(record, environment, undefined) };
    }
    if (record.kind === 'destroy') throw notPaused(record.number);
    if (signal.aborted && told !== undefined) return { kind: 'told', number: told.number, by: told.by };
    if (told === undefined) {
      const at = ports.clock.now().toISOString();
      const order = { kind: 'pause', by: byOf(ports), at } as const;
      const count = await appendOrders(ports.state, ref, record.number, [order]);
      told = { number: record.number, count, by: running };
    }
    await pause(ports, signal);
  }
}

const byOf = ({ identity: { self } }: RolloutPorts): string => `${self.user}@${self.host}`;

const notPaused = (number: number): ImagoError =>
  new ImagoError({
    code: 'destroy-under-way',
    source: 'user',
    message: `#${number} is a destroy: it has no steps to pause between`,
  });
