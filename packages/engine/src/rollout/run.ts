import type { Action } from '../model/action.ts';
import { formatDuration, minutes } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { Release } from '../model/release.ts';
import type { Because } from '../model/rollout.ts';
import { follow } from './follow.ts';
import type { Journal } from './journal.ts';
import type { Lock } from './lock.ts';
import { act } from './act.ts';
import type { Refusal } from './act.ts';
import { pause } from './pause.ts';
import { withPatience } from './patience.ts';
import { optional } from './optional.ts';
import type { RolloutPorts } from './ports.ts';
import { examine } from './post-mortem.ts';
import type { PostMortem } from './post-mortem.ts';
import { look, nothingSeen } from './progress.ts';
import type { Sight } from './progress.ts';
import type { TrafficWatch } from './traffic-watch.ts';
import { reasonOf } from './words.ts';

const repetition = minutes(15);

/** One rollout on its way. */
export interface Run {
  readonly environment: EnvironmentRef;
  readonly ports: RolloutPorts;
  readonly lock: Lock;
  readonly journal: Journal;
  /** The release to move to, where there is one. */
  readonly release: Release | undefined;
  readonly watch: TrafficWatch;
  readonly signal: AbortSignal;
}

export interface RunEnd {
  /** Undefined where the loop came to its end; otherwise why it stopped. */
  readonly stopped?: string;
  /** The next command need not pick it up. */
  readonly final: boolean;
  readonly observed: Observed;
  readonly sight: Sight;
  /** When the weights were last moved. */
  readonly shiftedAt?: Date;
  readonly postMortem?: PostMortem;
  readonly undone: readonly Action[];
}

/** The loop: observe, decide, journal, act, until done. It knows no strategy and holds no rule of safety. */
export async function run({
  environment,
  ports,
  lock,
  journal,
  release,
  watch,
  signal,
}: Run): Promise<RunEnd> {
  const { cloud, clock, emit } = ports;
  let observed: Observed | undefined;
  let sight = nothingSeen;
  let last: readonly Action[] = [];
  let lastSince = clock.now();
  let waitingFor = '';
  let shiftedAt: Date | undefined;
  let postMortem: PostMortem | undefined;
  const undone: Action[] = [];
  const turned = (): boolean => journal.record.entries.some(({ kind }) => kind === 'turned-back');

  for (;;) {
    lock.assertHeld();
    const previous = observed;
    const seen: Observed = await withPatience(ports, () => cloud.observe(environment, previous));
    observed = seen;
    const now = clock.now();
    const watchable = journal.record.from !== undefined || sight.healthySince !== undefined;
    if (watchable) watch.startAt(seen);
    sight = { ...look(sight, seen, journal.record, now), traffic: watch.traffic() };
    const totals = watch.totals();
    emit({
      code: 'observed',
      observed: seen,
      traffic: sight.traffic,
      ...(totals === undefined ? {} : { totals }),
    });
    const { probed } = watch;
    const checks = release === undefined ? [] : [...release.settings.gates, ...release.settings.hooks];
    const decision = follow(seen, journal.record, {
      sight,
      checks,
      probed,
      interrupted: signal.aborted,
      now,
    });
    const ended = { observed: seen, sight, undone, ...optional({ shiftedAt, postMortem }) };

    switch (decision.kind) {
      case 'act': {
        // The same intent again is not journalled again: AWS needs time, or was seen before it knew.
        if (same(last, decision.actions)) await pause(ports, signal);
        else {
          await journal.append({ kind: 'act', at: now.toISOString(), actions: decision.actions });
          [last, lastSince] = [decision.actions, now];
        }
        if (turned()) undone.push(...decision.actions);
        const shifts = decision.actions.some(({ kind }) => kind === 'set-weights');
        const refusal =
          (await act(decision.actions, { environment, release, ports, lock })) ?? tooOften(lastSince, now);
        if (shifts) {
          watch.forget();
          shiftedAt = clock.now();
        }
        if (refusal !== undefined) {
          // Going back has nowhere to go back to: the next command tries again.
          if (turned() || journal.record.kind === 'destroy')
            return { ...ended, stopped: refusal.message, final: false };
          await turnBack({ kind: 'refused', ...refusal });
        }
        observed = undefined;
        break;
      }
      case 'wait':
        last = [];
        if (decision.reason !== waitingFor) {
          const until = decision.until?.toISOString();
          emit({ code: 'waiting', reason: decision.reason, ...optional({ until }) });
          waitingFor = decision.reason;
        }
        await pause(ports, signal, decision.until);
        break;
      case 'note':
        for (const note of decision.notes) await journal.append({ at: now.toISOString(), ...note });
        break;
      case 'hold':
        await journal.append({
          kind: 'held',
          at: now.toISOString(),
          why: decision.why,
          reason: decision.reason,
        });
        return { ...ended, stopped: decision.reason, final: false };
      case 'turn-back':
        await turnBack(decision.because);
        break;
      case 'done':
        return { ...ended, final: true };
      case 'stop':
        return { ...ended, stopped: decision.reason, final: journal.record.kind !== 'destroy' };
    }
  }

  async function turnBack(because: Because): Promise<void> {
    last = [];
    // Whoever interrupts or kills knows why.
    const asked = because.kind === 'interrupted' || because.kind === 'killed';
    if (!asked && release !== undefined && observed !== undefined) {
      postMortem = await examine(cloud, environment, observed, release.id);
    }
    await journal.append({ kind: 'turned-back', at: clock.now().toISOString(), because });
    emit({ code: 'turned-back', because, reason: reasonOf(because) });
  }
}

const same = (a: readonly Action[], b: readonly Action[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What does not come about however often it is asked for. */
function tooOften(since: Date, now: Date): Refusal | undefined {
  if (now.getTime() - since.getTime() < repetition.milliseconds) return undefined;
  return { action: 'prepare-side', message: `the cloud did not do it within ${formatDuration(repetition)}` };
}
