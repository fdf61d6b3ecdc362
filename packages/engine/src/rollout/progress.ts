import { ImagoError } from '../errors/imago-error.ts';
import { sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { noTraffic } from '../model/traffic.ts';
import type { Traffic } from '../model/traffic.ts';
import { isReady } from '../strategies/readiness.ts';
import type { Rollout } from '../strategies/rollout.ts';

/** What the loop has seen with its own eyes; lost with the process, and begun anew by the next. */
export interface Sight {
  readonly balancerActiveSince?: Date;
  readonly healthySince?: Date;
  readonly traffic: Traffic;
}

/** Before the first look. */
export const nothingSeen: Sight = { traffic: noTraffic };

/** Adds a look at the cloud: times since when things hold start, go on or are forgotten. */
export function look(sight: Sight, observed: Observed, record: RolloutRecord, now: Date): Sight {
  const active = observed.loadBalancer?.state === 'active';
  const ready = isReady(observed, sideOf(observed, record.to));
  return {
    traffic: sight.traffic,
    ...(active ? { balancerActiveSince: sight.balancerActiveSince ?? now } : {}),
    ...(ready ? { healthySince: sight.healthySince ?? now } : {}),
  };
}

/** A rollout as its strategy sees it: the record and its journal folded, with what was seen. */
export function rolloutOf(
  record: RolloutRecord,
  sight: Sight,
  run: { readonly probed: boolean; readonly interrupted: boolean; readonly takenOver: boolean },
): Rollout {
  const { kind, to, from, strategy, capacity } = record;
  if (kind === 'destroy' || to === undefined || strategy === undefined || capacity === undefined) {
    throw new ImagoError({
      code: 'no-rollout',
      source: 'internal',
      message: `record ${record.number} moves to no release`,
    });
  }
  const prepared = timeOf(record, (action) => action.kind === 'prepare-side');
  const shifted = timeOf(
    record,
    (action) =>
      action.kind === 'set-weights' &&
      action.weights.some(({ release, weight }) => release === to && weight > 0),
  );
  const turned = record.entries.find((entry) => entry.kind === 'turned-back');
  return {
    kind,
    to,
    strategy,
    capacity,
    environmentExisted: record.environmentExisted,
    before: record.before,
    startedAt: new Date(record.startedAt),
    ...(from === undefined ? {} : { from }),
    ...(prepared === undefined ? {} : { preparedAt: prepared }),
    ...(shifted === undefined ? {} : { shiftedAt: shifted }),
    ...(turned === undefined ? {} : { turnedBack: turned.because }),
    ...sight,
    ...run,
  };
}

type Acted = Extract<RolloutRecord['entries'][number], { kind: 'act' }>['actions'][number];

function timeOf(record: RolloutRecord, matches: (action: Acted) => boolean): Date | undefined {
  const entry = record.entries.find((entry) => entry.kind === 'act' && entry.actions.some(matches));
  return entry === undefined ? undefined : new Date(entry.at);
}
