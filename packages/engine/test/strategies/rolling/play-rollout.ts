import { seconds } from '@imago/engine';
import type { Action, Capacity, JournalEntry, RollingSettings, RolloutRecord } from '@imago/engine';
import { look, nothingSeen, rolloutOf } from '../../../src/rollout/progress.ts';
import { rolling } from '../../../src/strategies/rolling.ts';
import type { GroupModel } from './group-model.ts';

/** What befalls a rollout. */
export interface Fortune {
  /** Ages of looks in seconds, in turn: of the group, of health. */
  readonly ages?: readonly number[];
  /** Somebody else scales: by so many, at a second. */
  readonly scaling?: readonly { readonly at: number; readonly by: number }[];
  /** The process dies at its so many-th act, before or after it is performed, and another resumes. */
  readonly dies?: { readonly act: number; readonly performed: boolean };
  /** The user interrupts at that second. */
  readonly interruptedAt?: number;
  readonly capacity?: Capacity;
}

/** How it went. */
export interface Played {
  readonly end: 'done' | 'stop' | 'unfinished';
  readonly turnedBack: boolean;
  readonly actions: readonly Action[];
  /** Where an end of instances left fewer healthy ones than the floor. */
  readonly broken: readonly string[];
}

export const rollingSettings = (changes: Partial<RollingSettings> = {}): RollingSettings => ({
  kind: 'rolling',
  engine: 'imago',
  batch: { count: 1 },
  minHealthyPercentage: 100,
  maxHealthyPercentage: 110,
  instanceWarmup: seconds(0),
  checkpoints: [],
  checkpointDelay: seconds(0),
  zoneByZone: false,
  skipMatching: true,
  standbyInstances: 'ignore',
  scaleInProtectedInstances: 'ignore',
  minHealthyTime: seconds(3),
  healthyDeadline: seconds(120),
  progressDeadline: seconds(900),
  bakeTime: seconds(2),
  autoRollback: true,
  ...changes,
});

/**
 * The least and the most that its users may want. What goes beyond the limits is forgotten or not, depending on
 * whether it was seen before the next change.
 */
export function wantedSizes({ min, desired, max }: Capacity, changes: readonly number[]): [number, number] {
  const within = (size: number): number => Math.min(Math.max(size, min), max);
  const sums = [
    changes.reduce((size, by) => within(size + by), desired),
    within(changes.reduce((size, by) => size + by, desired)),
  ];
  return [Math.min(...sums), Math.max(...sums)];
}

/** The most instances that a replacement adds to a group of that size. */
export function mostAdded(desired: number, { batch, maxHealthyPercentage }: RollingSettings): number {
  const count = 'count' in batch ? batch.count : Math.ceil((desired * batch.percent) / 100);
  return Math.min(count, Math.max(1, Math.floor((desired * maxHealthyPercentage) / 100) - desired));
}

/** Plays a rollout from r1 to r2 in the model to its end, second by second, as the loop would. */
export function playRollout(group: GroupModel, strategy: RollingSettings, fortune: Fortune = {}): Played {
  const before = { release: 'r1', launches: 'r1', weight: 100 } as const;
  const entries: JournalEntry[] = [];
  const { capacity = group.capacity } = fortune;
  const record: RolloutRecord = {
    number: 1,
    kind: 'deploy',
    strategy,
    to: 'r2',
    from: 'r1',
    toSide: 'r1',
    fromSide: 'r1',
    environmentExisted: true,
    before: [{ ...before, capacity: group.capacity, suspendedProcesses: group.suspended }],
    capacity,
    startedAt: group.now.toISOString(),
    by: 'ann@laptop',
    token: 1,
    entries,
  };
  const { ages = [0], scaling = [], dies, interruptedAt = Number.POSITIVE_INFINITY } = fortune;
  const actions: Action[] = [];
  const broken: string[] = [];
  const lately: number[] = [];
  let sight = nothingSeen;
  let looks = 0;
  let acts = 0;
  const age = (): number => ages[looks++ % ages.length] ?? 0;
  const turned = (): boolean => entries.some(({ kind }) => kind === 'turned-back');
  const write = (entry: Record<string, unknown>): void => {
    entries.push({ at: group.now.toISOString(), ...entry } as JournalEntry);
  };

  for (let steps = 0; steps < 20_000; steps += 1) {
    const observed = group.look(age(), age());
    const now = group.now;
    const interrupted = group.seconds >= interruptedAt;
    sight = look(sight, observed, record, now);
    const run = { checks: [], probed: false, interrupted, now };
    const decision = rolling(observed, rolloutOf(record, sight, run), now);
    switch (decision.kind) {
      case 'act': {
        write({ kind: 'act', actions: decision.actions });
        acts += 1;
        const killed = dies?.act === acts;
        if (!killed || dies.performed) {
          for (const action of decision.actions) perform(action);
        }
        if (killed) {
          sight = nothingSeen;
          write({ kind: 'taken-over', by: 'bob@laptop', token: 2, how: 'resume' });
        } else sight = { ...sight, actedAt: group.now };
        break;
      }
      case 'note':
        for (const note of decision.notes) write({ ...note });
        break;
      case 'turn-back':
        write({ kind: 'turned-back', because: decision.because });
        break;
      case 'wait':
        tick();
        break;
      case 'hold':
      case 'done':
      case 'stop':
        return { end: decision.kind === 'done' ? 'done' : 'stop', turnedBack: turned(), actions, broken };
    }
  }
  return { end: 'unfinished', turnedBack: turned(), actions, broken };

  function tick(): void {
    for (const { at, by } of scaling) if (at === group.seconds) group.scale(by);
    group.advance();
    lately.push(wantedSizes(capacity, group.changes)[0]);
    if (lately.length > 6) lately.shift();
  }

  function perform(action: Action): void {
    const healthy = group.healthy;
    group.perform(action);
    actions.push(action);
    const wanted = Math.min(wantedSizes(capacity, group.changes)[0], ...lately);
    const floor = Math.ceil((wanted * strategy.minHealthyPercentage) / 100);
    if (group.healthy < Math.min(healthy, floor)) {
      broken.push(`${group.seconds}s ${action.kind}: ${healthy} -> ${group.healthy}, floor ${floor}`);
    }
  }
}
