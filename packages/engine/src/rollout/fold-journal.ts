import type { Check, CheckEnd } from '../model/check.ts';
import type { ReleaseId } from '../model/release.ts';
import type { JournalEntry, Order, RolloutAction } from '../model/rollout.ts';
import type { Ended, Ordered, Resized, Rollout, Told } from '../strategies/rollout.ts';
import { foldOrdered } from './fold-ordered.ts';

/** What a journal tells of how far its rollout is. */
export type Folded = Pick<
  Rollout,
  | 'preparedAt'
  | 'shiftedAt'
  | 'turnedBack'
  | 'ordered'
  | 'ended'
  | 'resized'
  | 'template'
  | 'suspended'
  | 'actedAt'
  | 'checkEnds'
  | 'stepsDone'
  | 'lastStepAt'
  | 'told'
  | 'recovering'
> & { readonly lastEntryAt?: Date };

/** Nobody has said anything. */
export const untold: Told = { paused: false, promoted: false, promotedFully: false, overrides: {} };

const begun: Folded = {
  ordered: { testTraffic: [] },
  ended: {},
  checkEnds: {},
  stepsDone: 0,
  told: untold,
  recovering: false,
};

/** Folds a journal into how far its rollout is: the only memory that a rollout has. */
export function foldJournal(
  entries: readonly JournalEntry[],
  toSide: ReleaseId,
  checks: readonly Check[],
): Folded {
  const approvals = new Set(checks.flatMap(({ kind, name }) => (kind === 'approval' ? [name] : [])));
  return entries.reduce((folded: Folded, entry): Folded => {
    const at = new Date(entry.at);
    const next: Folded = { ...folded, lastEntryAt: at };
    switch (entry.kind) {
      case 'act':
        return {
          ...next,
          ...timesOf(folded, entry.actions, toSide, at),
          ordered: foldOrdered(folded, entry.actions, toSide, at),
          ...replacementsOf(folded, entry.actions, toSide, at),
        };
      case 'turned-back':
        return {
          ...next,
          ...(entry.because.kind === 'refused' ? doubted(folded) : {}),
          turnedBack: entry.because,
        };
      case 'told':
        return { ...next, told: hear(folded.told, entry.order) };
      case 'held':
        return next;
      case 'outdated':
        return { ...next, ...doubted(folded) };
      case 'taken-over':
        if (entry.how === 'recover') return { ...next, ...doubted(folded), actedAt: at, recovering: true };
        return {
          ...next,
          ...doubted(folded),
          actedAt: at,
          recovering: false,
          told: { ...folded.told, paused: false },
          // Whoever resumes has looked at what failed, and wants it asked again.
          checkEnds: withoutFailed(folded.checkEnds),
        };
      case 'step':
        return {
          ...next,
          stepsDone: entry.index + 1,
          lastStepAt: at,
          told: { ...folded.told, promoted: false },
        };
      case 'check': {
        const { key, name, result, detail } = entry;
        const promoted = folded.told.promoted && !approvals.has(name);
        return {
          ...next,
          checkEnds: { ...folded.checkEnds, [key]: { result, detail } },
          told: { ...folded.told, promoted },
        };
      }
    }
  }, begun);
}

function timesOf(
  folded: Folded,
  actions: readonly RolloutAction[],
  toSide: ReleaseId,
  at: Date,
): Pick<Folded, 'preparedAt' | 'shiftedAt'> {
  const prepares = actions.some(
    ({ kind }) => kind === 'prepare-side' || kind === 'set-template' || kind === 'start-refresh',
  );
  const shifts = actions.some(
    (action) =>
      action.kind === 'set-weights' &&
      action.weights.some(({ release, weight }) => release === toSide && weight > 0),
  );
  return {
    ...(prepares && folded.preparedAt === undefined ? { preparedAt: at } : {}),
    ...(shifts ? { shiftedAt: at } : {}),
  };
}

/** What an act tells of instances ended and sizes set on the side that is rolled. */
function replacementsOf(
  folded: Folded,
  actions: readonly RolloutAction[],
  toSide: ReleaseId,
  at: Date,
): Pick<Folded, 'ended' | 'resized' | 'template' | 'suspended' | 'actedAt'> {
  let { ended, resized, template, suspended } = folded;
  for (const action of actions) {
    if (action.kind === 'terminate' && action.release === toSide) {
      const { instances, shrink, failing: uncertain = false } = action;
      // One object for the whole fold: a group may have thousands of instances, and a copy for each act takes its time.
      const own: Record<string, Ended> = ended === begun.ended ? {} : ended;
      for (const id of instances) own[id] = { at, shrink, uncertain };
      ended = own;
    }
    if (action.kind === 'set-suspended' && action.release === toSide) suspended = action.processes;
    if (action.kind === 'set-template' && action.release === toSide) template = action.template;
    if (action.kind === 'set-capacity' && action.release === toSide) {
      const { capacity, atRest = capacity } = action;
      resized = {
        at,
        capacity,
        atRest,
        back: folded.turnedBack !== undefined,
        uncertain: false,
        ...(resized === undefined ? {} : { before: lastCertain(resized) }),
      };
    }
  }
  return {
    ended,
    actedAt: at,
    ...(resized === undefined ? {} : { resized }),
    ...(template === undefined ? {} : { template }),
    ...(suspended === undefined ? {} : { suspended }),
  };
}

/** Without what nobody needs to know any more. */
const lastCertain = ({ before, ...resized }: Resized): Resized =>
  resized.uncertain && before !== undefined ? { ...resized, before } : resized;

/** The last act may not have been performed, or only in part, by a process that died or gave up. */
function doubted({
  ended,
  resized,
  ordered,
  actedAt,
}: Folded): Pick<Folded, 'ended' | 'resized' | 'ordered'> {
  const isLast = ({ at }: { readonly at: Date }): boolean => at.getTime() === actedAt?.getTime();
  const doubt = <T extends Ended | Resized | NonNullable<Ordered['share']>>(change: T): T =>
    isLast(change) ? { ...change, uncertain: true } : change;
  return {
    ended: Object.fromEntries(Object.entries(ended).map(([id, one]) => [id, doubt(one)])),
    ...(resized === undefined ? {} : { resized: doubt(resized) }),
    ordered: { ...ordered, ...(ordered.share === undefined ? {} : { share: doubt(ordered.share) }) },
  };
}

/** Adds what a person said. */
export function hear(told: Told, order: Order): Told {
  switch (order.kind) {
    case 'pause':
      return { ...told, paused: true };
    case 'resume':
      return { ...told, paused: false };
    case 'promote':
      return {
        ...told,
        paused: false,
        promoted: true,
        promotedFully: told.promotedFully || order.full,
      };
    case 'abort': {
      const { by, reason } = order;
      return { ...told, aborted: reason === undefined ? { by } : { by, reason } };
    }
    case 'override-gate':
      return { ...told, overrides: { ...told.overrides, [order.gate]: order.reason } };
  }
}

/** Checks whose failure is to be forgotten are asked again. */
export const withoutFailed = (ends: Readonly<Record<string, CheckEnd>>): Readonly<Record<string, CheckEnd>> =>
  Object.fromEntries(Object.entries(ends).filter(([, { result }]) => result !== 'failed'));
