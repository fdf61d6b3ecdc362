import type { Action, Capacity, JournalEntry, StrategySettings } from '@imago/engine';
import { follow } from '../../../src/rollout/follow.ts';
import { look, nothingSeen } from '../../../src/rollout/progress.ts';
import type { Sight } from '../../../src/rollout/progress.ts';
import type { Decision } from '../../../src/strategies/decision.ts';
import { recordOf } from './world.ts';
import type { World } from './world.ts';

/** So many seconds after so many acts were written down. */
export interface Moment {
  readonly acts: number;
  readonly seconds: number;
}

/** What happens to a rollout from outside, and when. */
export type Event = { readonly at: Moment } & (
  | { readonly kind: 'abort' | 'interrupt' | 'pause' }
  /** The process dies before or after it has done what it wrote down; another one takes over. */
  | { readonly kind: 'kill'; readonly done: boolean; readonly how: 'resume' | 'recover' }
  /** The live group is scaled by somebody. */
  | { readonly kind: 'grow'; readonly by: number }
);

export interface Course {
  readonly strategy: StrategySettings;
  readonly capacity: Capacity;
  /** Ages of the looks, in turn. */
  readonly ages: readonly number[];
  readonly events: readonly Event[];
  /** From when on requests to the new side fail. */
  readonly badFrom?: number;
}

/** What may be said against an action at the moment at which it is done. */
export type Judge = (action: Action, world: World) => void;

/** Follows a rollout in a world until it ends, as the loop does; answers how it ended and what was said last. */
export function drive(
  world: World,
  course: Course,
  judge: Judge,
): { readonly end: Decision; readonly back: boolean } {
  const { strategy, capacity, ages } = course;
  const entries: JournalEntry[] = [];
  let events = course.events;
  const actedAt: number[] = [0];
  let sight: Sight = nothingSeen;
  let interrupted = false;
  let last = '';
  let samplesSince = 0;
  const note = (entry: Record<string, unknown>): void => {
    entries.push({ at: world.date().toISOString(), ...entry } as JournalEntry);
  };
  const tell = (order: Record<string, unknown>): void => {
    note({ kind: 'told', index: 0, order: { at: '', by: 'ada', ...order } });
  };
  const takeOver = (how: 'resume' | 'recover'): void => {
    sight = nothingSeen;
    interrupted = false;
    samplesSince = world.now;
    last = '';
    note({ kind: 'taken-over', by: 'bo', token: 2, how });
  };

  const isDue = ({ at }: Event): boolean => {
    const begun = actedAt[at.acts];
    return begun !== undefined && begun + at.seconds <= world.now;
  };
  for (let turn = 0; turn < 2000; turn += 1) {
    world.pass();
    const due = events.filter(isDue);
    events = events.filter((event) => !isDue(event));
    for (const event of due) {
      if (event.kind === 'abort' || event.kind === 'pause') tell({ kind: event.kind });
      if (event.kind === 'interrupt') interrupted = true;
      if (event.kind === 'grow') grow(world, event.by);
      if (event.kind === 'kill') takeOver(event.how);
    }
    const seen = world.look(ages[turn % ages.length] ?? 0);
    const record = recordOf(strategy, capacity, world.date(0), entries);
    const now = world.date();
    sight = { ...look(sight, seen, record, now), ...samples(world, course, samplesSince) };
    const decision = follow(seen, record, { sight, checks: [], probed: true, interrupted, now });
    switch (decision.kind) {
      case 'act': {
        const said = JSON.stringify(decision.actions);
        const isNew = said !== last;
        if (isNew) {
          note({ kind: 'act', actions: decision.actions });
          actedAt.push(world.now);
        }
        last = said;
        const death = isNew ? events.find((event) => event.kind === 'kill' && isDue(event)) : undefined;
        events = events.filter((event) => event !== death);
        if (death?.kind !== 'kill' || death.done) {
          for (const action of decision.actions) {
            judge(action, world);
            world.perform(action);
            if (action.kind === 'set-weights') samplesSince = world.now;
          }
        }
        sight = { ...sight, actedAt: now };
        if (death?.kind === 'kill') takeOver(death.how);
        break;
      }
      case 'wait':
        last = '';
        if (decision.meant === true) sight = { ...sight, progressAt: now };
        break;
      case 'note':
        for (const one of decision.notes) note({ ...one });
        break;
      case 'turn-back':
        last = '';
        note({ kind: 'turned-back', because: decision.because });
        break;
      case 'hold':
        note({ kind: 'held', why: decision.why, reason: decision.reason });
        takeOver('resume');
        tell({ kind: 'promote', full: false });
        break;
      case 'done':
      case 'stop':
        return { end: decision, back: entries.some(({ kind }) => kind === 'turned-back') };
    }
  }
  throw new Error(`no end: ${JSON.stringify(entries.slice(-5))}`);
}

function grow(world: World, by: number): void {
  const group = world.groups.get('r1');
  if (group === undefined) return;
  const desired = group.capacity.desired + by;
  world.resize('r1', { ...group.capacity, desired, max: Math.max(group.capacity.max, desired) });
}

/** Ten requests a second, through the listener and to each side that answers test traffic. */
function samples(
  world: World,
  { badFrom = Infinity }: Course,
  since: number,
): Pick<Sight, 'traffic' | 'testTraffic'> {
  const bad = (release: 'r1' | 'r2'): boolean =>
    world.healthy(release) === 0 || (release === 'r2' && world.now >= badFrom);
  const failing = (['r1', 'r2'] as const).some((release) => world.weight(release) > 0 && bad(release));
  const requests = (world.now - since) * 10;
  const good = { requests, failures: 0, ...(requests > 0 ? { okSince: world.date(since + 1) } : {}) };
  const traffic = failing ? { requests, failures: Math.min(requests, 10) } : good;
  const times = { p50Ms: 1, p99Ms: 1 };
  const seconds = { requests: 20, okSince: world.date(world.now - 2) };
  return {
    traffic,
    testTraffic: Object.fromEntries(
      world.testTraffic.map((side) => {
        const failed = side === 'r2' && bad('r2');
        return [
          side,
          failed ? { requests: 20, failures: 20, ...times } : { ...seconds, failures: 0, ...times },
        ];
      }),
    ),
  };
}
