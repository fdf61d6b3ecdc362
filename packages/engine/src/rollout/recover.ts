import type { EnvironmentRef } from '../model/environment.ts';
import { nameOf } from './describe-unfinished.ts';
import { finish } from './finish.ts';
import type { Lock } from './lock.ts';
import { nextCommands } from './next-commands.ts';
import { optional } from './optional.ts';
import type { Stopped, Waiting } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { readRelease, readRollout } from './records.ts';
import type { Seen } from './subject.ts';
import { takeOver } from './take-over.ts';
import { reasonOf } from './words.ts';

/** What putting right came to: the environment is ours to change, or it has to stay as it is. */
export type Recovery = { readonly kind: 'right'; readonly observed?: Seen } | Stopped | Waiting;

/** Finishes, or puts back, the last rollout where its process left it. Answers undefined where there is none. */
export async function recover(
  ref: EnvironmentRef,
  last: number,
  lock: Lock,
  ports: RolloutPorts,
): Promise<Recovery | undefined> {
  const found = await readRollout(ports.state, ref, last);
  if (found === undefined || found.record.end !== undefined) return undefined;
  const summary = `${nameOf(found.record)} was left unfinished; ${whatIsDone(found.record)}`;
  ports.emit({ code: 'rollout-recovered', number: last, summary });
  const journal = await takeOver(ref, last, 'recover', { lock, ports });
  const { kind, to, entries } = journal.record;
  if (kind !== 'destroy' && !entries.some((entry) => entry.kind === 'act')) {
    const at = ports.clock.now().toISOString();
    // Written before anything is done: nothing was.
    await journal.end({ at, kind: 'rolled-back', reason: reasonOf({ kind: 'killed' }) });
    return { kind: 'right' };
  }
  const release = await readRelease(ports.state, ref, to);
  // Putting right is not interrupted: it is what an interrupt would ask for.
  const { signal } = new AbortController();
  const { run } = await finish({ environment: ref, ports, lock, journal, release, signal });
  if (run.held !== undefined) {
    const { why, reason } = run.held;
    const next = nextCommands(ref.environment, why);
    return { kind: 'waiting', number: last, why, reason, next, ...optional({ release: to }) };
  }
  if (!run.final) return { kind: 'stopped', reason: run.stopped ?? 'it stopped' };
  return { kind: 'right', observed: run.observed };
}

function whatIsDone({ kind, cluster }: RolloutRecord): string {
  if (kind === 'destroy') return 'it is finished first';
  if (kind === 'restore')
    return 'it is finished where all data were replaced, and put back where they were not';
  if (cluster !== undefined) return 'the member that is out is made whole first';
  return 'it is finished where traffic had moved, and put back where it had not';
}
