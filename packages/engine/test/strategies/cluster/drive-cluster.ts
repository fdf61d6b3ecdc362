import type {
  CheckRequest,
  CheckState,
  ClusterAction,
  ClusterSettings,
  JournalEntry,
  ReleaseId,
} from '@imago/engine';
import { clusterRolloutOf, lookAtCluster, nothingSeenOfCluster } from '../../../src/rollout/cluster-sight.ts';
import type { ClusterOrder } from '../../../src/strategies/cluster/cluster-rollout.ts';
import type { ClusterDecision } from '../../../src/strategies/cluster/cluster-task.ts';
import { oneAtATime } from '../../../src/strategies/cluster/one-at-a-time.ts';
import type { ClusterWorld } from './cluster-world.ts';

/** What befalls a rollout. */
export interface Course {
  readonly settings: ClusterSettings;
  readonly number?: number;
  /** To restore from. */
  readonly snapshots?: NonNullable<ClusterOrder['snapshots']>;
  readonly kind?: ClusterOrder['kind'];
  /** Undefined: nothing was ever live. */
  readonly from?: ReleaseId;
  /** How many seconds looks are behind, in turn. */
  readonly ages?: readonly number[];
  /** The process dies at its so many-th act, before or after it was performed, and another goes on. */
  readonly deaths?: readonly { readonly act: number; readonly performed: boolean; readonly after: number }[];
  readonly events?: readonly Event[];
  /** How checks end, by key; they pass where nothing is said. */
  readonly verdict?: (key: string) => 'passed' | 'failed';
}

/** What happens at a second of its own. */
export type Event = { readonly at: number } & (
  | { readonly kind: 'stops' | 'ends' | 'sickens' | 'leads'; readonly member: number }
  | { readonly kind: 'abort' | 'interrupt' | 'pause' }
);

/** How it went. */
export interface Driven {
  readonly end: ClusterDecision['kind'] | 'unfinished';
  readonly reason: string;
  readonly turnedBack: boolean;
  readonly entries: readonly JournalEntry<ClusterAction>[];
  /** What was done and asked, in order, in a few words. */
  readonly course: readonly string[];
}

/** Follows a rollout to r2 in that world to its end, second by second, as the loop would. */
export function drive(
  world: ClusterWorld,
  course: Course,
  judge: (action: ClusterAction) => void = () => undefined,
): Driven {
  const {
    settings,
    number = 7,
    kind = 'deploy',
    from,
    ages = [0],
    deaths = [],
    events = [],
    verdict = passes,
  } = course;
  const entries: JournalEntry<ClusterAction>[] = [];
  const mends = kind === 'heal' || kind === 'restore';
  const before = from === undefined ? {} : { from, fromSettings: settings };
  const order: ClusterOrder = {
    kind,
    number,
    to: mends ? 'r1' : 'r2',
    settings,
    ...(mends ? {} : before),
    ...(course.snapshots === undefined ? {} : { snapshots: course.snapshots }),
    releaseOf: {},
    checks: [...settings.gates, ...settings.hooks],
    startedAt: world.date(),
  };
  let sight = nothingSeenOfCluster;
  let intent = '';
  let acts = 0;
  let looks = 0;
  let interrupted = false;
  const told: string[] = [];
  const turned = (): boolean => entries.some((entry) => entry.kind === 'turned-back');
  const write = (entry: Record<string, unknown>): void => {
    entries.push({ at: world.date().toISOString(), ...entry } as JournalEntry<ClusterAction>);
  };
  const end = (how: Driven['end'], reason = ''): Driven => {
    return { end: how, reason, turnedBack: turned(), entries, course: told };
  };

  for (let steps = 0; steps < 6000; steps += 1) {
    const now = world.date();
    if (sight.health === undefined || now.getTime() - sight.health.at.getTime() >= 2000) {
      sight = { ...sight, health: world.health() };
    }
    const observed = world.look(ages[looks++ % ages.length] ?? 0);
    const rollout = () => clusterRolloutOf(order, entries, sight, { interrupted, now });
    sight = lookAtCluster(sight, observed, rollout(), now);
    const decision = oneAtATime(observed, rollout(), now);
    switch (decision.kind) {
      case 'act': {
        const text = JSON.stringify(decision.actions);
        if (text === intent) tick();
        else write({ kind: 'act', actions: decision.actions });
        intent = text;
        acts += 1;
        const death = deaths.find(({ act }) => act === acts);
        let refusal: string | undefined;
        if (death === undefined || death.performed) {
          for (const action of decision.actions) {
            judge(action);
            told.push(wordsOf(action));
            refusal ??= world.perform(action);
          }
        }
        sight = { ...sight, actedAt: world.date() };
        if (death !== undefined) {
          for (let seconds = 0; seconds < death.after; seconds += 1) tick();
          sight = nothingSeenOfCluster;
          intent = '';
          interrupted = false;
          write({ kind: 'taken-over', by: 'bob@laptop', token: 2, how: 'resume' });
        } else if (refusal !== undefined) {
          if (turned()) return end('stop', refusal);
          const because = { kind: 'refused', action: decision.actions[0]?.kind, message: refusal };
          write({ kind: 'turned-back', because });
        }
        break;
      }
      case 'note':
        for (const note of decision.notes) write({ ...note });
        break;
      case 'turn-back':
        intent = '';
        write({ kind: 'turned-back', because: decision.because });
        break;
      case 'wait':
        intent = '';
        if (decision.meant === true) sight = { ...sight, progressAt: now };
        sight = { ...sight, checkStates: ask(decision.checks ?? []) };
        tick();
        break;
      case 'hold':
      case 'stop':
        return end(decision.kind, decision.reason);
      case 'done':
        return end('done');
    }
  }
  return end('unfinished');

  /** What is asked for takes a second; what is no longer asked for is forgotten. */
  function ask(requests: readonly CheckRequest[]): Readonly<Record<string, CheckState>> {
    const states = requests.map(({ key, instances }): [string, CheckState] => {
      const began = sight.checkStates[key] !== undefined;
      if (!began) told.push(`ask ${key} of ${instances.map(({ address }) => address).join(' ')}`.trim());
      return [key, { state: began ? verdict(key) : 'running', detail: 'as it was told' }];
    });
    return Object.fromEntries(states);
  }

  function tick(): void {
    for (const event of events) {
      if (event.at !== world.seconds) continue;
      if ('member' in event) {
        const name = `m-${(event.member % world.members.length) + 1}`;
        if (event.kind === 'leads') world.lead(name);
        else world.befall(name, event.kind);
      } else if (event.kind !== 'interrupt') {
        write({
          kind: 'told',
          index: 0,
          order: { kind: event.kind, by: 'ann', at: world.date().toISOString() },
        });
      } else interrupted = true;
    }
    world.advance();
  }
}

const passes = (): 'passed' => 'passed';

/** An action in a few words: what tests compare. */
export const wordsOf = (action: ClusterAction): string => {
  const { kind } = action;
  if (kind === 'snapshot-members') return `${kind} ${action.members.join(' ')}`;
  if (kind === 'launch-member') return `${kind} ${action.attempt} on ${action.release}, ${action.bootstrap}`;
  if (kind === 'stop-member' && action.force) return `${kind} ${action.instance} by force`;
  if ('instance' in action) return `${kind} ${action.instance}`;
  return 'member' in action ? `${kind} ${action.member}` : kind;
};
