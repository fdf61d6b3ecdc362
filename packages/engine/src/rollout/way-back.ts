import { minutes, seconds } from '../model/duration.ts';
import type { BlueGreenSettings, RollingSettings, StrategySettings } from '../model/fleet.ts';
import { liveSide, releaseOn, sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { fleetOf } from './fleet-of.ts';
import { fitsInPlace } from './in-place.ts';

/** How a rollback goes. */
export interface WayBack {
  readonly strategy: StrategySettings;
  /** The side that the release comes to run on; undefined where one of its own name is made. */
  readonly toSide?: ReleaseId;
  /** Its name is taken by a side that runs something else, so that it needs a new one. */
  readonly copy: boolean;
}

/**
 * By weights while a side stands that runs the release; in place where the live side ran it before; otherwise with a
 * new side. A rollback never goes through the steps and checkpoints of the release's own strategy.
 */
export function wayBack(
  observed: Observed,
  to: Release,
  current: Release | undefined,
  rollouts: readonly RolloutRecord[],
): WayBack {
  const wanted = fleetOf(to.settings);
  const before = fleetOf(current?.settings);
  const atOnce = twoSided(before?.strategy ?? wanted.strategy, wanted.strategy);
  const standing = observed.sides.find(
    (side) => side.group !== undefined && !side.group.deleting && releaseOn(side) === to.id,
  );
  if (standing !== undefined) return { strategy: atOnce, toSide: standing.release, copy: false };
  const live = liveSide(observed);
  const fits = before === undefined || fitsInPlace(wanted, before);
  if (live !== undefined && fits && ranOn(live.release, to.id, rollouts)) {
    const strategy = inPlace(before?.strategy, wanted.strategy);
    if (strategy !== undefined) return { strategy, toSide: live.release, copy: false };
  }
  const named = sideOf(observed, to.id);
  return { strategy: atOnce, copy: named?.group !== undefined && releaseOn(named) !== to.id };
}

/** Whether a side ran a release before it was rolled away. */
const ranOn = (side: ReleaseId, release: ReleaseId, rollouts: readonly RolloutRecord[]): boolean =>
  rollouts.some(
    ({ to, toSide, from, fromSide, end }) =>
      (toSide === side && to === release && end?.kind === 'deployed') ||
      (fromSide === side && from === release),
  );

/** All traffic at once, and the side that is left kept as long as the strategies keep one. */
function twoSided(current: StrategySettings, own: StrategySettings): BlueGreenSettings {
  const { minHealthyTime, healthyDeadline, progressDeadline, bakeTime, autoRollback } = own;
  const keep = [current, own].find((strategy) => strategy.kind !== 'rolling');
  const keepPrevious =
    keep?.kind === 'canary' || keep?.kind === 'blue-green' ? keep.keepPrevious : minutes(30);
  return {
    kind: 'blue-green',
    minHealthyTime,
    healthyDeadline,
    progressDeadline,
    bakeTime,
    autoRollback,
    keepPrevious,
  };
}

function inPlace(...strategies: readonly (StrategySettings | undefined)[]): RollingSettings | undefined {
  const rolling = strategies.find((strategy) => strategy?.kind === 'rolling');
  if (rolling?.kind !== 'rolling') return undefined;
  return { ...rolling, checkpoints: [], checkpointDelay: seconds(0) };
}
