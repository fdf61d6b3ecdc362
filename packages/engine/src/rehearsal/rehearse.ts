import { ImagoError } from '../errors/imago-error.ts';
import type { RehearsalRecord } from './rehearsal-record.ts';
import { checkTests } from '../rollout/check-tests.ts';
import { stateKeys } from '../rollout/keys.ts';
import { takeLock } from '../rollout/lock.ts';
import { optional } from '../rollout/optional.ts';
import { steady } from '../rollout/steady.ts';
import { after } from '../strategies/moments.ts';
import { requireLive } from './live-release.ts';
import type { Live } from './live-release.ts';
import { play } from './play.ts';
import type { Play, Verdict } from './play.ts';
import { beginRehearsal } from './records.ts';
import { rehearsalDigest } from './rehearsal-digest.ts';
import type { RehearsalOutcome } from './rehearsal-outcome.ts';
import { lockOf } from './rehearsal-ports.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';
import type { RehearsalSignals, RehearseRequest } from './rehearse-request.ts';
import { tearDown } from './tear-down.ts';
import { tooLong, withinTime } from './time-limit.ts';

/** Tries a release in a throw-away environment and answers how it went; the environment is taken down whatever happens. */
export async function rehearse(
  request: RehearseRequest,
  given: RehearsalPorts,
  { interrupt, leave }: RehearsalSignals,
): Promise<RehearsalOutcome> {
  const ports = { ...given, ...steady(given) };
  const { id: rehearsal, kind, environment: of, keep, ttl } = request;
  const ref = { project: request.project, environment: of };
  const begun = ports.clock.now();
  await checkTests(request.settings.tests, ports.tests);
  const live = kind === 'upgrade' ? await requireLive(ref, request.settings, ports) : undefined;
  const place = lockOf({ project: request.project, id: rehearsal });
  const lock = await takeLock(place, 'rehearse', ports);
  if (lock.kind === 'locked') throw taken(rehearsal);
  let removed = false;
  try {
    const record = recordOf(request, live, begun, ports);
    const book = await beginRehearsal(ports.state, record);
    const { expiresAt } = record;
    ports.emit({ code: 'rehearsal-started', rehearsal, of, kind, expiresAt });
    const { state, reason, rollout } = await untilExpiry({ request, live, book, ports, signal: interrupt });
    const kept = keep && state !== 'interrupted';
    await book.write({ state, kept, ...optional({ reason }) });
    ports.emit({ code: 'rehearsal-ended', rehearsal, of, result: state, ...optional({ reason }) });
    const left = kept ? undefined : await tearDown(book, ports, lock, { signal: leave });
    removed = book.record.removedAt !== undefined;
    if (state === 'interrupted') return { kind: state, rehearsal, ...optional({ left }) };
    const tookMs = ports.clock.now().getTime() - begun.getTime();
    return {
      kind: state,
      rehearsal,
      of,
      way: kind,
      tookMs,
      ...optional({ reason, rollout, left, from: live?.release.id, keptUntil: kept ? expiresAt : undefined }),
    };
  } finally {
    await lock.release();
    if (removed) await ports.state.delete(stateKeys.lock(place));
  }

  /** Gives up when its time is over: its environment may be removed by anybody then. */
  async function untilExpiry(played: Play): Promise<Verdict> {
    try {
      const verdict = await withinTime(ttl, ports.clock, interrupt, (signal) => play({ ...played, signal }));
      if (verdict.state !== 'interrupted' || interrupt.aborted) return verdict;
      return { ...verdict, state: 'failed', reason: tooLong(ttl) };
    } catch (error) {
      if (interrupt.aborted) return { state: 'interrupted' };
      if (!(error instanceof ImagoError)) throw error;
      return { state: 'failed', reason: error.message };
    }
  }
}

function recordOf(
  request: RehearseRequest,
  live: Live | undefined,
  begun: Date,
  { identity, rehearsals }: RehearsalPorts,
): RehearsalRecord {
  const { project, environment, id, kind, image, settings, ttl } = request;
  const from = live && { release: live.release.id, digest: live.release.digest };
  return {
    project,
    id,
    of: environment,
    kind,
    region: rehearsals.region,
    makes: settings.kind,
    image,
    digest: rehearsalDigest(image, settings),
    ...optional({ from }),
    holder: identity.self,
    startedAt: begun.toISOString(),
    expiresAt: after(begun, ttl).toISOString(),
    state: 'running',
    kept: false,
  };
}

const taken = (id: string): ImagoError =>
  new ImagoError({
    code: 'rehearsal-taken',
    source: 'internal',
    message: `another rehearsal is called ${id}`,
    fix: 'run the command again',
  });
