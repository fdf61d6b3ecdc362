import type { Action } from '../../model/action.ts';
import { seconds } from '../../model/duration.ts';
import { sideOf } from '../../model/observed.ts';
import type { Observed } from '../../model/observed.ts';
import { after } from '../../strategies/moments.ts';
import { checksOf } from '../checks-of.ts';
import { follow } from '../follow.ts';
import { foldJournal } from '../fold-journal.ts';
import { createOnlooker } from '../onlooker.ts';
import { optional } from '../optional.ts';
import { look, nothingSeen } from '../progress.ts';
import { isCluster } from '../subject.ts';
import type { Subject, SubjectOrder } from '../subject.ts';
import { urlOf } from '../url-of.ts';
import { examine } from './examine-side.ts';
import { performOnFleet } from './perform-on-fleet.ts';
import { startWatches } from './watches.ts';

/** A fleet behind its load balancer, as the loop runs it. */
export function createFleetSubject(order: SubjectOrder): Subject {
  const { environment, ports, journal, release, observed: first } = order;
  const { cloud, clock, emit } = ports;
  const watches = startWatches(environment, journal.record, release, ports);
  const checks = release === undefined ? [] : checksOf(journal.record, release.settings);
  const begun = first === undefined || isCluster(first) ? undefined : first;
  const onlooker = createOnlooker<Observed>((previous) => cloud.observe(environment, previous), ports, begun);
  let seen: Observed | undefined;
  let sight = nothingSeen;
  let shiftedAt: Date | undefined;

  const last = (): Observed => {
    if (seen === undefined) throw new Error('nothing was looked at yet');
    return seen;
  };
  const turned = (): boolean => journal.record.entries.some(({ kind }) => kind === 'turned-back');
  const retires = (): boolean => {
    const { entries, toSide } = journal.record;
    return toSide !== undefined && foldJournal(entries, toSide, checks).ordered.retiringSince !== undefined;
  };

  return {
    async observe() {
      seen = await onlooker.look(sight.actedAt);
      return seen;
    },
    decide({ interrupted, now }) {
      const observed = last();
      const { record } = journal;
      const open = record.from !== undefined || sight.healthySince !== undefined;
      const watched = watches.follow(observed, open);
      sight = look({ ...sight, ...watched }, observed, record, now);
      const testTraffic = Object.keys(watched.testTraffic).length > 0 ? watched.testTraffic : undefined;
      const counted = optional({ totals: watches.totals(), testTraffic });
      emit({ code: 'observed', observed, traffic: watched.traffic, ...counted });
      const { probed } = watches;
      return follow(observed, record, { sight, checks, probed, interrupted, now });
    },
    perform: (action) => performOnFleet(action, environment, release, ports),
    isOutdated,
    acted(actions, at) {
      if (actions.some(({ kind }) => kind === 'set-weights')) {
        watches.forget();
        shiftedAt = clock.now();
      }
      if (actions.some(({ kind }) => kind === 'set-template')) watches.forgetChecks();
      sight = { ...sight, actedAt: at };
    },
    meant(at) {
      sight = { ...sight, progressAt: at };
    },
    ask: (requests) => watches.ask(requests),
    stopsAt({ action, message }) {
      // Going back has nowhere to go back to: the next command tries again.
      if (turned() || journal.record.kind === 'destroy') return message;
      // Nor has what counts, once anything that came before it was ordered to go.
      if (!retires()) return undefined;
      return `${journal.record.to} is live, but not all is tidied up: ${action} was refused: ${message}`;
    },
    async examine() {
      const { toSide } = journal.record;
      return toSide === undefined ? undefined : examine(cloud, environment, last(), journal.record);
    },
    arrival() {
      const { from, fromSide, to, toSide, entries } = journal.record;
      // A process before this one may have moved the weights.
      const folded = foldJournal(entries, toSide ?? to ?? 'r0', []);
      const old = fromSide === toSide ? undefined : sideOf(last(), fromSide);
      return {
        url: urlOf(last()) ?? '',
        ...optional({
          readyAt: from === undefined ? sight.healthySince : (shiftedAt ?? folded.shiftedAt),
          previousUntil: old?.group?.retirement?.at.toISOString(),
        }),
      };
    },
    totals: () => watches.totals(),
    stop: () => watches.stop(),
  };
}

const outdatedAfter = seconds(20);

/** What rests on a count of instances is not done so late: they have gone on without us, while we slept or tried again. */
export const isOutdated: Subject['isOutdated'] = ({ kind }, decidedAt, now) =>
  counted.has(kind) && now >= after(decidedAt, outdatedAfter);

const counted: ReadonlySet<string> = new Set<Action['kind']>(['terminate', 'set-capacity']);
