import type { EnvironmentRef } from '../model/environment.ts';
import type { Capacity } from '../model/fleet.ts';
import { liveSide, releaseOn, sideOf } from '../model/observed.ts';
import type { Observed } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { SideBefore } from '../model/rollout.ts';
import { finish } from './finish.ts';
import { beginJournal } from './journal.ts';
import { optional } from './optional.ts';
import type { Deployed, Interrupted, RolledBack, Stopped } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import type { Session } from './session.ts';
import { urlOf } from './traffic-watch.ts';
import { putBackWords, reasonOf } from './words.ts';

/** Moves an environment to a release, or back to where it was. */
export async function rollOut(
  order: {
    readonly kind: 'deploy' | 'rollback';
    readonly ref: EnvironmentRef;
    readonly release: Release;
    readonly capacity: Capacity;
    readonly begun: Date;
  },
  session: Session,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<Deployed | RolledBack | Interrupted | Stopped> {
  const { kind, ref, release, capacity, begun } = order;
  const { observed, lock } = session;
  const live = liveSide(observed);
  const from = live === undefined ? undefined : releaseOn(live);
  const { user, host } = ports.identity.self;
  const record = {
    kind,
    to: release.id,
    toSide: release.id,
    ...optional({ from, fromSide: live?.release }),
    strategy: release.settings.strategy,
    environmentExisted: observed.loadBalancer !== undefined,
    before: observed.sides.flatMap((side) => sideNow(observed, side.release)),
    capacity,
    startedAt: ports.clock.now().toISOString(),
    by: `${user}@${host}`,
    token: lock.token,
    entries: [],
  };
  const journal = await beginJournal(ports.state, ref, record, session.lastRollout);
  const { number } = journal.record;
  ports.emit({ code: 'rollout-started', number, kind, to: release.id, ...optional({ from }) });
  const { run, end, traffic } = await finish({ environment: ref, ports, lock, journal, release, signal });

  const turned = journal.record.entries.find((entry) => entry.kind === 'turned-back');
  switch (end.kind) {
    case 'interrupted':
      return { kind: 'interrupted', putBack: putBackWords(run.undone), ...optional({ traffic }) };
    case 'aborted':
    case 'rolled-back': {
      const because = turned?.because ?? { kind: 'interrupted' };
      const reason = reasonOf(because);
      const known = run.postMortem ?? { failedInstances: [], launchFailures: [] };
      return {
        kind: 'rolled-back',
        release: release.id,
        because,
        reason,
        ...known,
        ...optional({ live: from, traffic }),
      };
    }
    case 'deployed': {
      const readyAt = (from === undefined ? run.sight.healthySince : run.shiftedAt) ?? ports.clock.now();
      return {
        kind: 'deployed',
        release,
        url: urlOf(run.observed) ?? '',
        shiftedAfterMs: readyAt.getTime() - begun.getTime(),
        ...optional({
          previous: from,
          previousUntil: sideOf(run.observed, from)?.group?.retirement?.at.toISOString(),
          traffic,
        }),
      };
    }
    case 'destroyed':
    case 'stopped':
      return { kind: 'stopped', reason: end.reason ?? 'it stopped', ...optional({ traffic }) };
  }
}

function sideNow(observed: Observed, id: ReleaseId): readonly SideBefore[] {
  const side = sideOf(observed, id);
  if (side?.group === undefined || side.group.deleting) return [];
  const { capacity, suspendedProcesses, retirement } = side.group;
  const retireAt = retirement?.at.toISOString();
  const launches = releaseOn(side);
  return [
    {
      release: id,
      launches,
      capacity,
      suspendedProcesses,
      weight: side.weight ?? 0,
      ...optional({ retireAt }),
    },
  ];
}
