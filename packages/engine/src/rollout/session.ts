import type { EnvironmentRef } from '../model/environment.ts';
import type { Observed } from '../model/observed.ts';
import type { ReleaseId } from '../model/release.ts';
import type { Lock } from './lock.ts';
import { takeLock } from './lock.ts';
import type { Locked, Stopped } from './outcome.ts';
import type { RolloutPorts } from './ports.ts';
import { listReleases, listRollouts } from './records.ts';
import { recover } from './recover.ts';
import { withPatience } from './patience.ts';

/** An environment that is ours to change: locked, looked at, and with nothing unfinished in it. */
export interface Session {
  readonly lock: Lock;
  readonly observed: Observed;
  readonly releases: readonly ReleaseId[];
  readonly lastRollout: number;
}

/**
 * Runs `body` under the environment's lock. What a killed run left behind is put right first;
 * where that is not possible, `body` does not run.
 */
export async function withSession<T>(
  ref: EnvironmentRef,
  command: string,
  ports: RolloutPorts,
  body: (session: Session) => Promise<T>,
): Promise<T | Locked | Stopped> {
  const lock = await takeLock(ref, command, ports);
  if (lock.kind === 'locked') return lock;
  try {
    const [observed, releases, rollouts] = await Promise.all([
      withPatience(ports, () => ports.cloud.observe(ref)),
      listReleases(ports.state, ref),
      listRollouts(ports.state, ref),
    ]);
    const lastRollout = rollouts.at(-1) ?? 0;
    const recovery = await recover(ref, lastRollout, lock, ports);
    if (recovery?.stopped !== undefined) return { kind: 'stopped', reason: recovery.stopped };
    return await body({ lock, releases, lastRollout, observed: recovery?.observed ?? observed });
  } finally {
    await lock.release();
  }
}
