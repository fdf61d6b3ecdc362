/** The targets of one group of a forward action that could take requests: registered, not draining, running. */
export interface Pool {
  /** 0 to 999, as the listener says. */
  readonly weight: number;
  readonly targets: readonly { readonly name: string; readonly healthy: boolean }[];
}

/** How a listener's requests are spread. */
export interface Spread {
  /** Target -> 0 to 256; targets that are not named get nothing. */
  readonly weights: ReadonlyMap<string, number>;
  /** Share, 0 to 1, of the groups that have no target at all: it is answered 503. */
  readonly unavailable: number;
}

/** HAProxy's largest weight. */
const LARGEST = 256;

/**
 * Spreads requests as an Application Load Balancer does: each group has its share, whatever the number of its
 * targets; within a group only healthy targets take part, or all of them when none is healthy ("fail open").
 */
export function spreadWeights(pools: readonly Pool[]): Spread {
  const total = sum(pools.map(({ weight }) => weight));
  if (total === 0) return { weights: new Map(), unavailable: 1 };
  const served = pools
    .filter(({ weight, targets }) => weight > 0 && targets.length > 0)
    .map(({ weight, targets }) => ({ weight, names: takingPart(targets) }));
  const fits = fitWeights(served.map(({ weight, names }) => ({ weight, count: names.length })));
  const weights = new Map(
    served.flatMap(({ names }, index) => {
      const { perTarget = 0, count = 0 } = fits[index] ?? {};
      return names.slice(0, count).map((name) => [name, perTarget] as const);
    }),
  );
  return { weights, unavailable: 1 - sum(served.map(({ weight }) => weight)) / total };
}

function takingPart(targets: Pool['targets']): readonly string[] {
  const healthy = targets.filter((target) => target.healthy);
  return (healthy.length > 0 ? healthy : targets).map(({ name }) => name);
}

interface Group {
  readonly weight: number;
  readonly count: number;
}

/** What each of so many targets of a group is given. */
interface Fit {
  readonly perTarget: number;
  readonly count: number;
}

/** The error of a group's share that is worth leaving out some of its targets. */
const TOLERANCE = 0.005;

/**
 * Whole weights from 1 to 256, one for each group's targets, whose sums come nearest to the groups' shares; the
 * smallest ones that do. A share that is too small to be divided among all targets of its group goes to some.
 */
function fitWeights(groups: readonly Group[]): readonly Fit[] {
  const ideal = groups.map(({ weight, count }) => weight / count);
  const largest = Math.max(...ideal);
  const scaled = (scale: number): readonly number[] => ideal.map((value) => (value / largest) * scale);
  let best: { readonly fits: readonly Fit[]; readonly error: number } = { fits: [], error: Infinity };
  for (let scale = 1; scale <= LARGEST; scale += 1) {
    const fits = scaled(scale).map((value, index) => ({
      perTarget: Math.max(1, Math.round(value)),
      count: groups[index]?.count ?? 0,
    }));
    const error = errorOf(groups, fits);
    // Rounding noise must not make a larger scale look better than one that fits exactly.
    if (error < best.error - 1e-9) best = { fits, error };
  }
  if (best.error <= TOLERANCE) return best.fits;
  const some = scaled(LARGEST).map((value, index) => ({
    perTarget: Math.max(1, Math.round(value)),
    count: Math.max(1, Math.round((groups[index]?.count ?? 0) * Math.min(1, value))),
  }));
  return errorOf(groups, some) < best.error ? some : best.fits;
}

/** How far the group that fares worst is from its share. */
function errorOf(groups: readonly Group[], fits: readonly Fit[]): number {
  const total = sum(groups.map(({ weight }) => weight));
  const given = fits.map(({ perTarget, count }) => perTarget * count);
  const all = sum(given);
  return Math.max(...groups.map(({ weight }, index) => Math.abs(weight / total - (given[index] ?? 0) / all)));
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
