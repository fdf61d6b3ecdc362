import type { Action } from '../model/action.ts';
import type { Capacity } from '../model/fleet.ts';
import { sideOf } from '../model/observed.ts';
import type { Observed, Side, Weights } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import { shows } from '../strategies/moments.ts';
import { isOfCluster } from './action-of-cluster.ts';
import { isCluster } from './subject.ts';
import type { Seen } from './subject.ts';
import { isComplete } from '../strategies/readiness.ts';
import { isSameSize } from '../strategies/wanted-size.ts';

/** What a rollout has made of one side. */
interface Made {
  readonly removed?: boolean;
  readonly capacity?: Capacity | 'unknown';
  readonly suspended?: readonly string[];
  readonly launches?: ReleaseId;
  /** Null where it is not to be taken to zero any more. */
  readonly retireAt?: string | null;
}

/** What a look has to show, to be from after all that was done. */
interface Expected {
  readonly weights: Weights;
  readonly sides: ReadonlyMap<ReleaseId, Made>;
  /** Something was done whose effect AWS works out by itself. */
  readonly open: boolean;
}

/**
 * Whether a look may be built on as one from after the end of that rollout: every look may, once that is long enough
 * ago, and before then one in which everything has the value that the rollout gave it last. A look that is older and
 * tells the same does as well. Of a cluster only the time tells.
 */
export function showsEnd({ kind, entries, end }: RolloutRecord, observed: Seen): boolean {
  if (end === undefined) return false;
  const isLate = (at: string): boolean => !shows(new Date(at), observed.at);
  if (!isLate(end.at)) return true;
  if (isCluster(observed) || kind === 'destroy') return false;
  if (entries.some((entry) => isDoubtful(entry) && isLate(entry.at))) return false;
  const actions = entries.flatMap((entry) =>
    entry.kind === 'act' ? entry.actions.filter((action) => !isOfCluster(action)) : [],
  );
  const expected = actions.reduce(expect, { weights: [], sides: new Map(), open: false });
  return !expected.open && isSeen(expected, observed);
}

/** After these, what came before may have been done or not. */
const isDoubtful = ({ kind }: JournalEntry): boolean =>
  kind === 'outdated' || kind === 'taken-over' || kind === 'turned-back';

function expect(expected: Expected, action: Action): Expected {
  const { sides } = expected;
  const make = (release: ReleaseId, made: Made): Expected => ({
    ...expected,
    sides: new Map([...sides, [release, { ...sides.get(release), ...made }]]),
  });
  switch (action.kind) {
    case 'prepare-side': {
      const { capacity, suspendedProcesses: suspended } = action;
      return make(action.release, { removed: false, capacity, suspended });
    }
    case 'set-weights':
      return { ...expected, weights: action.weights };
    case 'set-capacity':
      return make(action.release, { capacity: action.capacity });
    case 'set-suspended':
      return make(action.release, { suspended: action.processes });
    case 'set-template':
      return make(action.release, { launches: action.template });
    case 'schedule-retirement':
      return make(action.release, { retireAt: action.at });
    case 'cancel-retirement':
      return make(action.release, { retireAt: null });
    case 'remove-side':
      return make(action.release, { removed: true });
    // Nothing of what a rollout begins with: a listener's rules and templates are asked for by name.
    case 'prepare-environment':
    case 'prepare-template':
    case 'set-test-traffic':
      return expected;
    case 'terminate':
      return action.shrink ? make(action.release, { capacity: afterEnds(action, sides) }) : expected;
    // Auto Scaling goes on with it, and gives its group another template in the end.
    case 'start-refresh':
    case 'cancel-refresh':
    case 'remove-environment':
      return { ...expected, open: true };
  }
}

/** A group that is made smaller by the instances that go. One that fails may be gone before. */
function afterEnds(
  { release, instances, failing = false }: Extract<Action, { kind: 'terminate' }>,
  sides: Expected['sides'],
): Capacity | 'unknown' {
  const before = sides.get(release)?.capacity;
  if (failing || before === undefined || before === 'unknown') return 'unknown';
  return { ...before, desired: before.desired - instances.length };
}

function isSeen({ weights, sides }: Expected, observed: Observed): boolean {
  const weighed = weights.every(({ release, weight }) => (sideOf(observed, release)?.weight ?? 0) === weight);
  return weighed && [...sides].every(([release, made]) => isMade(made, sideOf(observed, release)));
}

function isMade(made: Made, side: Side | undefined): boolean {
  if (made.removed === true) return side?.group === undefined || side.group.deleting;
  if (!isComplete(side)) return false;
  const { capacity, suspendedProcesses, launches, retirement } = side.group;
  const { capacity: sizes = capacity, suspended = suspendedProcesses, retireAt } = made;
  if (sizes === 'unknown' || !isSameSize(sizes, capacity)) return false;
  if (suspended.toSorted().join() !== suspendedProcesses.toSorted().join()) return false;
  if (made.launches !== undefined && made.launches !== launches) return false;
  return retireAt === undefined || isDueAt(retireAt, retirement?.at);
}

/** AWS keeps whole seconds, and none before what was asked for. */
function isDueAt(asked: string | null, at: Date | undefined): boolean {
  if (asked === null || at === undefined) return asked === null && at === undefined;
  const late = at.getTime() - new Date(asked).getTime();
  return late >= 0 && late < 1000;
}
