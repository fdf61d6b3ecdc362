import type { EnvironmentRef } from '../model/environment.ts';
import type { Hold, RolloutAction } from '../model/rollout.ts';
import { act } from './act.ts';
import { listenForOrders } from './hear-orders.ts';
import { isSame, tooOften } from './intent.ts';
import type { Intent } from './intent.ts';
import type { Journal } from './journal.ts';
import type { Lock } from './lock.ts';
import { optional } from './optional.ts';
import type { PostMortem } from './outcome.ts';
import { pause, takesTime } from './pause.ts';
import type { RolloutPorts } from './ports.ts';
import type { Seen, Subject } from './subject.ts';
import { takeNote } from './take-note.ts';
import { turnBack } from './turn-back.ts';

/** One rollout on its way. */
export interface Run {
  readonly environment: EnvironmentRef;
  readonly ports: RolloutPorts;
  readonly lock: Lock;
  readonly journal: Journal;
  readonly subject: Subject;
  readonly signal: AbortSignal;
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
  readonly observed: Seen;
  readonly postMortem?: PostMortem;
  readonly undone: readonly RolloutAction[];
}

/** The loop: observe, decide, journal, act, until done. It knows neither fleet nor cluster, and holds no rule of safety. */
export async function run(order: Run): Promise<RunEnd> {
  const { ports, lock, journal, subject, signal } = order;
  const { clock, emit } = ports;
  const turned = (): boolean => journal.record.entries.some(({ kind }) => kind === 'turned-back');
  const undone: RolloutAction[] = [];
  const hear = listenForOrders(order);
  let intent: Intent | undefined;
  let waitingFor = '';
  let waitingSince = clock.now();
  let hearAtOnce = false;
  let postMortem: PostMortem | undefined;

  for (;;) {
    lock.assertHeld();
    const observed = await subject.observe();
    const heard = await hear(hearAtOnce);
    hearAtOnce = false;
    const now = clock.now();
    const decision = subject.decide({ interrupted: signal.aborted, now });
    const ended = { observed, undone, ...optional({ postMortem }) };

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
        const performed = await act(actions, { subject, ports, lock, decidedAt: observed.at });
        const refusal = performed === 'outdated' ? undefined : (performed ?? tooOften(intent, now));
        if (performed === 'outdated') {
          await journal.append({ kind: 'outdated', at: clock.now().toISOString() });
          intent = undefined;
        }
        waitingSince = clock.now();
        subject.acted(actions, waitingSince);
        if (refusal !== undefined) {
          const stopped = subject.stopsAt(refusal);
          if (stopped !== undefined) return { ...ended, stopped, final: false };
          if (journal.record.strategy?.autoRollback === false)
            return { ...ended, ...(await hold('failed', refusal.message)) };
          postMortem = await turnBack({ kind: 'refused', ...refusal }, order);
          intent = undefined;
        } else if (order.handOver === true && actions.some(({ kind }) => kind === 'start-refresh')) {
          const reason = 'Auto Scaling goes on with the instance refresh by itself';
          return { ...ended, ...(await hold('handed-over', reason)) };
        } else if (takesTime(actions)) await pause(ports, signal, { looks: 2 });
        break;
      }
      case 'wait':
        intent = undefined;
        subject.ask(decision.checks ?? []);
        if (decision.meant === true) subject.meant(now);
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
        postMortem = await turnBack(decision.because, order);
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
