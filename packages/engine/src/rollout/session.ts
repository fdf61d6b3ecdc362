import { ImagoError } from '../errors/imago-error.ts';
import { milliseconds } from '../model/duration.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { EnvironmentSettings, ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import { lookAge } from '../strategies/moments.ts';
import type { Lock } from './lock.ts';
import { takeLock } from './lock.ts';
import { heldBy } from './describe-unfinished.ts';
import { nextCommands } from './next-commands.ts';
import { optional } from './optional.ts';
import type { Locked, Stopped, Waiting } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { listReleases, listRollouts, readRollout } from './records.ts';
import { recover } from './recover.ts';
import type { ChangeRequest } from './requests.ts';
import { showsEnd } from './shows-end.ts';
import { steady } from './steady.ts';
import { isCluster } from './subject.ts';
import type { Seen } from './subject.ts';
import { takeOver } from './take-over.ts';
import { withPatience } from './patience.ts';

/** An environment that is ours to change: locked, looked at, and with nothing unfinished in it. */
export interface Session<S extends Seen = Observed> {
  readonly ref: EnvironmentRef;
  readonly lock: Lock;
  readonly observed: S;
  readonly releases: readonly ReleaseId[];
  readonly lastRollout: number;
}

/** What a command does with it. */
export type SessionCommand = 'deploy' | 'rollback' | 'heal' | 'restore' | 'destroy';

/** What a command sees an environment with. */
export interface Seeing<S extends Seen> {
  readonly command: SessionCommand;
  readonly eyes: Eyes<S>;
  /** What is unfinished ends as it is. */
  readonly abandon?: boolean;
}

/** How a kind of environment is looked at. */
export interface Eyes<S extends Seen> {
  readonly kind: EnvironmentSettings['kind'];
  observe(ports: RolloutPorts, ref: EnvironmentRef): Promise<S>;
  /** Whether that was seen of the same kind. */
  sees(seen: Seen): seen is S;
}

/** Sees fleets. */
export const fleetEyes: Eyes<Observed> = {
  kind: 'fleet',
  observe: ({ cloud }, ref) => cloud.observe(ref),
  sees: (seen): seen is Observed => !isCluster(seen),
};

/**
 * Runs `body` under the environment's lock. What a killed run left behind is put right first; where that is not
 * possible, or a rollout waits for a person, `body` does not run. A destroy does not wait: it ends what waits.
 */
export async function withSession<S extends Seen, T>(
  request: ChangeRequest,
  { command, eyes, abandon = false }: Seeing<S>,
  given: RolloutPorts,
  body: (session: Session<S>, ports: RolloutPorts) => Promise<T>,
): Promise<T | Locked | Stopped | Waiting> {
  const ref = { project: request.project, environment: request.environment };
  const ports = steady(given);
  const lock = await takeLock(ref, command, ports, request.breakLock);
  if (lock.kind === 'locked') return lock;
  try {
    const [releases, rollouts] = await Promise.all([
      listReleases(ports.state, ref),
      listRollouts(ports.state, ref),
    ]);
    const lastRollout = rollouts.at(-1) ?? 0;
    const last = (await readRollout(ports.state, ref, rollouts.at(-1)))?.record;
    checkKind(ref, last, eyes.kind);
    const observed = await lookAfter(command === 'destroy' ? undefined : last, ref, eyes, ports);
    if (abandon && last !== undefined && last.end === undefined) {
      await endUnfinished(ref, lastRollout, lock, ports);
    }
    const waiting = last === undefined || abandon ? undefined : findHeld(ref, last);
    const recovery = abandon ? undefined : (waiting ?? (await recover(ref, lastRollout, lock, ports)));
    if (recovery?.kind === 'stopped') return recovery;
    if (recovery?.kind === 'waiting') {
      if (command !== 'destroy') return recovery;
      await endUnfinished(ref, lastRollout, lock, ports);
    }
    const seen = recovery?.kind === 'right' ? recovery.observed : undefined;
    const latest = seen !== undefined && eyes.sees(seen) ? seen : undefined;
    return await body({ ref, lock, releases, lastRollout, observed: latest ?? observed }, ports);
  } finally {
    await lock.release();
  }
}

/** Refuses to take a fleet for a cluster, or the other way round, because the config has changed its mind. */
function checkKind(
  { environment }: EnvironmentRef,
  last: RolloutRecord | undefined,
  kind: EnvironmentSettings['kind'],
): void {
  if (last === undefined || last.end?.kind === 'destroyed') return;
  const there = last.cluster === undefined ? 'fleet' : 'cluster';
  if (there === kind) return;
  throw new ImagoError({
    code: 'other-kind',
    source: 'user',
    message: `${environment} is a ${there}, and the config says that it is a ${kind}`,
    fix: `make it a ${there} in the config again; to have a ${kind} of that name, run \`imago destroy ${environment}\` first`,
  });
}

/** A look from before the last rollout ended would take what was for its time only for what is to stay. */
async function lookAfter<S extends Seen>(
  last: RolloutRecord | undefined,
  ref: EnvironmentRef,
  eyes: Eyes<S>,
  ports: RolloutPorts,
): Promise<S> {
  const { clock, emit } = ports;
  const observe = (): Promise<S> => withPatience(ports, () => eyes.observe(ports, ref));
  const observed = await observe();
  if (last?.end === undefined || showsEnd(last, observed)) return observed;
  // The other process's clock may be ahead.
  const ended = Math.min(new Date(last.end.at).getTime(), clock.now().getTime());
  emit({ code: 'waiting', reason: `the end of #${last.number} to be seen` });
  const left = ended + lookAge.milliseconds - clock.now().getTime();
  if (left > 0) await clock.sleep(milliseconds(left), new AbortController().signal);
  return observe();
}

/** The last rollout, where it waits for a person. */
function findHeld(ref: EnvironmentRef, record: RolloutRecord): Waiting | undefined {
  const held = record.end === undefined ? heldBy(record) : undefined;
  if (held === undefined) return undefined;
  const { why, reason } = held;
  const next = nextCommands(ref.environment, why);
  return { kind: 'waiting', number: record.number, why, reason, next, ...optional({ release: record.to }) };
}

/** A rollout that waits, or that nobody needs any more, ends where its environment is destroyed. */
async function endUnfinished(
  ref: EnvironmentRef,
  number: number,
  lock: Lock,
  ports: RolloutPorts,
): Promise<void> {
  const journal = await takeOver(ref, number, 'recover', { lock, ports });
  const { user, host } = ports.identity.self;
  const reason = `${user}@${host} destroyed the environment before it ended`;
  await journal.end({ at: ports.clock.now().toISOString(), kind: 'aborted', reason });
}
