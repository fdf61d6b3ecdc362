import type { Capacity, StrategySettings } from '../model/fleet.ts';
import { liveSide, releaseOn } from '../model/observed.ts';
import type { Observed, Side } from '../model/observed.ts';
import type { Release, ReleaseId } from '../model/release.ts';
import type { SideBefore } from '../model/rollout.ts';
import { shows } from '../strategies/moments.ts';
import { conduct } from './conduct.ts';
import { optional } from './optional.ts';
import type { RolloutOutcome } from './outcome.ts';
import { withPatience } from './patience.ts';
import type { RolloutPorts } from './ports.ts';
import type { GateOverride } from './requests.ts';
import type { Session } from './session.ts';

/** A rollout as a command orders it. */
export interface RolloutOrder {
  readonly kind: 'deploy' | 'rollback';
  readonly release: Release;
  /** The side that the release comes to run on. */
  readonly toSide: ReleaseId;
  readonly strategy: StrategySettings;
  /** The sizes to come to, by those that the live group has. */
  readonly capacityFrom: (live: Capacity | undefined) => Capacity;
  readonly begun: Date;
  readonly overrides?: readonly GateOverride[];
  readonly handOver?: boolean;
}

/** Moves an environment to a release, or back to where it was. */
export async function rollOut(
  order: RolloutOrder,
  session: Session,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<RolloutOutcome> {
  const { kind, release, toSide, strategy, capacityFrom, begun, overrides = [] } = order;
  const { lock } = session;
  const observed = await lookAgainWhenOld(session, ports);
  const live = liveSide(observed);
  const capacity = capacityFrom(live?.group?.capacity);
  const from = live === undefined ? undefined : releaseOn(live);
  const before = observed.sides.flatMap(sideNow);
  const { user, host } = ports.identity.self;
  const by = `${user}@${host}`;
  const record = {
    kind,
    to: release.id,
    toSide,
    ...optional({ from, fromSide: live?.release }),
    strategy,
    // Where instances stand is an environment, whatever a look leaves out.
    environmentExisted: observed.loadBalancer !== undefined || before.length > 0,
    before,
    capacity,
    startedAt: ports.clock.now().toISOString(),
    by,
    token: lock.token,
    entries: [],
  };
  const { handOver = false } = order;
  return conduct(record, { release, begun, overrides, handOver, observed }, session, ports, signal);
}

/** What a rollout begins with is what it goes back to: no look from before this machine slept will do. */
async function lookAgainWhenOld({ ref, observed }: Session, ports: RolloutPorts): Promise<Observed> {
  const { clock, cloud } = ports;
  return shows(observed.at, clock.now()) ? withPatience(ports, () => cloud.observe(ref)) : observed;
}

function sideNow(side: Side): readonly SideBefore[] {
  if (side.group === undefined || side.group.deleting) return [];
  const { capacity, suspendedProcesses, retirement, refresh } = side.group;
  return [
    {
      release: side.release,
      launches: releaseOn(side),
      capacity,
      suspendedProcesses,
      weight: side.weight ?? 0,
      ...optional({ retireAt: retirement?.at.toISOString(), refresh: refresh?.id }),
    },
  ];
}
