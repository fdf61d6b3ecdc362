import { releaseNumber } from '../model/release.ts';
import type { ReleaseId } from '../model/release.ts';
import type { RolloutRecord } from '../model/rollout.ts';

/** The release that the live one replaced when it was deployed; else the newest before it that was ever live. */
export function releaseBefore(rollouts: readonly RolloutRecord[], live: ReleaseId): ReleaseId | undefined {
  const deploy = rollouts.find(
    ({ kind, to, end }) => kind === 'deploy' && to === live && end?.kind === 'deployed',
  );
  if (deploy?.from !== undefined) return deploy.from;
  const succeeded = rollouts.flatMap(({ end, to }) =>
    end?.kind === 'deployed' && to !== undefined ? [to] : [],
  );
  return succeeded
    .filter((id) => releaseNumber(id) < releaseNumber(live))
    .sort((a, b) => releaseNumber(b) - releaseNumber(a))[0];
}
