import type { Action } from '../model/action.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { Release } from '../model/release.ts';
import type { Hold } from '../model/rollout.ts';
import { act } from './act.ts';
import { checksOf } from './checks-of.ts';
import { follow } from './follow.ts';
import { foldJournal } from './fold-journal.ts';
import { listenForOrders } from './hear-orders.ts';
import { isSame, tooOften } from './intent.ts';
import type { Intent } from './intent.ts';
import type { Journal } from './journal.ts';
import type { Lock } from './lock.ts';
import { createOnlooker } from './onlooker.ts';
import { optional } from './optional.ts';
import { pause, takesTime } from './pause.ts';
import type { RolloutPorts } from './ports.ts';
import type { PostMortem } from './post-mortem.ts';
import { look, nothingSeen } from './progress.ts';
import type { Sight } from './progress.ts';
import { takeNote } from './take-note.ts';
import { turnBack } from './turn-back.ts';
import type { Watches } from './watches.ts';

/** One rollout on its way. */
export interface Run {
  readonly environment: EnvironmentRef;
  readonly ports: RolloutPorts;
  readonly lock: Lock;
  readonly journal: Journal;
  /** The release to move to, where there is one. */
  readonly release: Release | undefined;
  readonly watches: Watches;
  readonly signal: AbortSignal;
  /** The look with which the command began. */
  readonly observed?: Observed;
  /** Leave it to Auto Scaling once an instance refresh is under way. */
  readonly handOver?: boolean;
}

/** Where the loop ended, and what it has seen. */
export interface RunEnd {
  /** It waits for a person; the record stays unfinished. */
  readonly held?: { readonly why: Hold; readonly reason: string };
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
export async function run(order: Run): Promise<RunEnd> {
  const { environment, ports, lock, journal, release, watches, signal } = order;
  const { clock, emit } = ports;
  const checks = release === undefined ? [] : checksOf(journal.record.kind, release.settings);
  const turned = (): boolean => journal.record.entries.some(({ kind }) => kind === 'turned-back');
  const counts = (): boolean => {
    const { entries, toSide } = journal.record;
    return toSide !== undefined && foldJournal(entries, toSide, checks).ordered.retiringSince !== undefined;
  };
  const undone: Action[] = [];
  const onlooker = createOnlooker(environment, ports, order.observed);
  const hear = listenForOrders(order);
  let sight = nothingSeen;
  let intent: Intent | undefined;
  let waitingFor = '';
  let waitingSince = clock.now();
  let hearAtOnce = false;
  let shiftedAt: Date | undefined;
  let postMortem: PostMortem | undefined;

  for (;;) {
    lock.assertHeld();
    const seen: Observed = await onlooker.look(sight.actedAt);
    const heard = await hear(hearAtOnce);
    hearAtOnce = false;
    const now = clock.now();
    const open = journal.record.from !== undefined || sight.healthySince !== undefined;
    const watched = watches.follow(seen, open);
    sight = look({ ...sight, ...watched }, seen, journal.record, now);
    const testTraffic = Object.keys(watched.testTraffic).length > 0 ? watched.testTraffic : undefined;
    const counted = optional({ totals: watches.totals(), testTraffic });
    emit({ code: 'observed', observed: seen, traffic: watched.traffic, ...counted });
    const { probed } = watches;
    const interrupted = signal.aborted;
    const decision = follow(seen, journal.record, { sight, checks, probed, interrupted, now });
    const ended = { observed: seen, sight, undone, ...optional({ shiftedAt, postMortem }) };

    switch (decision.kind) {
      case 'act': {
        const { actions } = decision;
        // The same intent again is not journalled again: AWS needs time, or was seen before it knew.
        if (isSame(intent, actions)) await pause(ports, signal);
        else {
          await journal.append({ kind: 'act', at: now.toISOString(), actions });
          intent = { actions, since: now };
        }
        if (turned()) undone.push(...actions);
        const performed = await act(actions, { environment, to: release, ports, lock, decidedAt: seen.at });
        const refusal = performed === 'outdated' ? undefined : (performed ?? tooOften(intent, now));
        if (performed === 'outdated') {
          await journal.append({ kind: 'outdated', at: clock.now().toISOString() });
          intent = undefined;
        }
        if (actions.some(({ kind }) => kind === 'set-weights')) {
          watches.forget();
          shiftedAt = clock.now();
        }
        if (actions.some(({ kind }) => kind === 'set-template')) watches.forgetChecks();
        waitingSince = clock.now();
        sight = { ...sight, actedAt: waitingSince };
        if (refusal !== undefined) {
          // Going back has nowhere to go back to: the next command tries again.
          if (turned() || journal.record.kind === 'destroy')
            return { ...ended, stopped: refusal.message, final: false };
          // Nor has what counts, once anything that came before it was ordered to go.
          if (counts()) {
            const { action, message } = refusal;
            const stopped = `${journal.record.to} is live, but not all is tidied up: ${action} was refused: ${message}`;
            return { ...ended, stopped, final: false };
          }
          if (journal.record.strategy?.autoRollback === false)
            return { ...ended, ...(await hold('failed', refusal.message)) };
          postMortem = await turnBack({ kind: 'refused', ...refusal }, seen, order);
          intent = undefined;
        } else if (order.handOver === true && actions.some(({ kind }) => kind === 'start-refresh')) {
          const reason = 'Auto Scaling goes on with the instance refresh by itself';
          return { ...ended, ...(await hold('handed-over', reason)) };
        } else if (takesTime(actions)) await pause(ports, signal, { looks: 2 });
        break;
      }
      case 'wait':
        intent = undefined;
        watches.ask(decision.checks ?? []);
        if (decision.meant === true) sight = { ...sight, progressAt: now };
        if (decision.reason !== waitingFor) {
          const until = decision.until?.toISOString();
          emit({ code: 'waiting', reason: decision.reason, ...optional({ until }) });
          waitingFor = decision.reason;
          waitingSince = now;
        }
        await pause(ports, signal, { since: waitingSince, until: decision.until });
        break;
      case 'note':
        for (const note of decision.notes) await takeNote(note, order);
        break;
      case 'hold':
        // What was told in the meantime may be just what it would wait for.
        hearAtOnce = !heard;
        if (hearAtOnce) break;
        return { ...ended, ...(await hold(decision.why, decision.reason)) };
      case 'turn-back':
        intent = undefined;
        postMortem = await turnBack(decision.because, seen, order);
        break;
      case 'done':
        return { ...ended, final: true };
      case 'stop':
        return { ...ended, stopped: decision.reason, final: journal.record.kind !== 'destroy' };
    }
  }

  async function hold(why: Hold, reason: string): Promise<Pick<RunEnd, 'held' | 'final'>> {
    await journal.append({ kind: 'held', at: clock.now().toISOString(), why, reason });
    emit({ code: 'rollout-held', number: journal.record.number, why, reason });
    return { held: { why, reason }, final: false };
  }
}
