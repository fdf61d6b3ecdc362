import { ImagoError } from '../errors/imago-error.ts';
import type { Check, CheckState } from '../model/check.ts';
import { sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import { noTraffic } from '../model/traffic.ts';
import type { SideTraffic, Traffic } from '../model/traffic.ts';
import { isReady } from '../strategies/readiness.ts';
import type { Rollout } from '../strategies/rollout.ts';
import { foldJournal } from './fold-journal.ts';

/** What the loop has seen with its own eyes; lost with the process, and begun anew by the next. */
export interface Sight {
  readonly balancerActiveSince?: Date;
  readonly healthySince?: Date;
  readonly healthySinceOf: Readonly<Record<string, Date>>;
  readonly seenHealthyOf: Readonly<Record<string, Date>>;
  /** When the last act was over. */
  readonly actedAt?: Date;
  /** When this process first looked. */
  readonly watchedSince?: Date;
  /** Undefined before the first look. */
  readonly progressAt?: Date;
  readonly traffic: Traffic;
  /** What of it was seen before any instance of the new release could have been sent a user's request. */
  readonly trafficBefore?: Traffic;
  /** Whether an instance of the new release has come into service; undefined before the first look. */
  readonly onTrial?: boolean;
  readonly testTraffic: Readonly<Record<string, SideTraffic>>;
  readonly checkStates: Readonly<Record<string, CheckState>>;
}

/** Before the first look. */
export const nothingSeen: Sight = {
  healthySinceOf: {},
  seenHealthyOf: {},
  traffic: noTraffic,
  testTraffic: {},
  checkStates: {},
};

/** Adds a look at the cloud: times since when things hold start, go on or are forgotten. */
export function look(sight: Sight, observed: Observed, record: RolloutRecord, now: Date): Sight {
  const { progressAt, traffic, testTraffic, checkStates, actedAt } = sight;
  const onTrial = sight.onTrial === true || isOnTrial(observed, record);
  // What is seen together with the first of them is from before it is healthy; with new weights counting begins anew.
  const first = sight.onTrial === false && record.toSide === record.fromSide;
  const before = onTrial && !first ? sight.trafficBefore : traffic;
  const active = observed.loadBalancer?.state === 'active';
  const ready = isReady(observed, sideOf(observed, record.toSide));
  const healthySinceOf = healthyInstancesSince(sight, observed, now);
  const more = Object.keys(healthySinceOf).some((id) => sight.healthySinceOf[id] === undefined);
  return {
    traffic,
    testTraffic,
    checkStates,
    healthySinceOf,
    seenHealthyOf: lastSeenHealthy(sight, observed, healthySinceOf, now),
    onTrial,
    ...(before === undefined ? {} : { trafficBefore: before }),
    ...(actedAt === undefined ? {} : { actedAt }),
    watchedSince: sight.watchedSince ?? now,
    progressAt: progressAt === undefined || more ? now : progressAt,
    ...(active ? { balancerActiveSince: sight.balancerActiveSince ?? now } : {}),
    ...(ready ? { healthySince: sight.healthySince ?? now } : {}),
  };
}

/** Whether an instance of the new release may have been sent users' requests. */
function isOnTrial(observed: Observed, { to, toSide, fromSide, entries }: RolloutRecord): boolean {
  // A side of its own is sent none before weights are moved.
  if (toSide !== fromSide) return entries.some(movesTraffic);
  const instances = sideOf(observed, toSide)?.group?.instances ?? [];
  return instances.some(
    ({ release, lifecycleState }) => release === to && !lifecycleState.startsWith('Pending'),
  );
}

const movesTraffic = (entry: JournalEntry): boolean =>
  entry.kind === 'act' && entry.actions.some(({ kind }) => kind === 'set-weights');

function healthyInstancesSince(sight: Sight, observed: Observed, now: Date): Readonly<Record<string, Date>> {
  const since: Record<string, Date> = {};
  for (const { group } of observed.sides) {
    for (const { id, lifecycleState, health } of group?.instances ?? []) {
      if (lifecycleState === 'InService' && health === 'healthy') since[id] = sight.healthySinceOf[id] ?? now;
    }
  }
  return since;
}

function lastSeenHealthy(
  sight: Sight,
  observed: Observed,
  healthy: Readonly<Record<string, Date>>,
  now: Date,
): Readonly<Record<string, Date>> {
  const seen: Record<string, Date> = {};
  for (const { group } of observed.sides) {
    for (const { id } of group?.instances ?? []) {
      const at = healthy[id] === undefined ? sight.seenHealthyOf[id] : now;
      if (at !== undefined) seen[id] = at;
    }
  }
  return seen;
}

/** A rollout as its strategy sees it: the record and its journal folded, with what was seen. */
export function rolloutOf(
  record: RolloutRecord,
  sight: Sight,
  run: {
    readonly checks: readonly Check[];
    readonly probed: boolean;
    readonly interrupted: boolean;
    readonly now: Date;
  },
): Rollout {
  const { kind, to, from, toSide, fromSide, strategy, capacity } = record;
  if (
    kind === 'destroy' ||
    to === undefined ||
    toSide === undefined ||
    kind === 'heal' ||
    kind === 'restore' ||
    strategy === undefined ||
    strategy.kind === 'one-at-a-time' ||
    capacity === undefined
  ) {
    throw new ImagoError({
      code: 'no-rollout',
      source: 'internal',
      message: `record ${record.number} moves to no release`,
    });
  }
  const { checks, probed, interrupted, now } = run;
  const folded = foldJournal(record.entries, toSide, checks);
  const { progressAt = now, ...seen } = sight;
  const { lastEntryAt, ...told } = folded;
  return {
    kind,
    to,
    toSide,
    strategy,
    capacity,
    checks,
    probed,
    interrupted,
    environmentExisted: record.environmentExisted,
    before: record.before,
    startedAt: new Date(record.startedAt),
    progressAt: lastEntryAt !== undefined && lastEntryAt > progressAt ? lastEntryAt : progressAt,
    ...(from === undefined ? {} : { from }),
    ...(fromSide === undefined ? {} : { fromSide }),
    ...told,
    ...seen,
    ...latest(told.actedAt, seen.actedAt),
  };
}

const latest = (journalled: Date | undefined, seen: Date | undefined): Pick<Rollout, 'actedAt'> => {
  if (journalled === undefined) return {};
  return { actedAt: seen !== undefined && seen > journalled ? seen : journalled };
};
