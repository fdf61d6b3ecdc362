import type { Picture } from './replace-picture.ts';
import { isHealthy } from './replace-picture.ts';
import type { Rollout } from './rollout.ts';
import { isSameSize } from './wanted-size.ts';

/** When instances were last ended or room was made for more; to put sizes back afterwards changes nothing that runs. */
export function lastChange({ ended, resized, preparedAt }: Rollout): Date | undefined {
  const ends = Object.values(ended);
  const tidied = ends.length > 0 && resized !== undefined && isSameSize(resized.capacity, resized.atRest);
  const times = [...ends, tidied ? undefined : resized].map((change) => change?.at.getTime() ?? 0);
  const last = Math.max(...times, preparedAt?.getTime() ?? 0);
  return last === 0 ? undefined : new Date(last);
}

/**
 * Whether new instances have had their time. Each has the deadline from its launch, and again from when it was last
 * healthy. Where the group itself replaces what fails its health checks, no instance gets old enough, so that the time
 * since anything became healthy counts as well.
 */
export function isLate(picture: Picture, rollout: Rollout, now: Date): boolean {
  const deadline = rollout.strategy.healthyDeadline.milliseconds;
  // Whoever resumes gives them their time again.
  const changed = rollout.actedAt?.getTime() ?? 0;
  const ailing = picture.coming.filter((instance) => !isHealthy(instance));
  const seen = ({ id }: { readonly id: string }): number => rollout.seenHealthyOf[id]?.getTime() ?? 0;
  // Clocks differ: an instance that we ordered is no older than our order, whatever its launch time says.
  const tooOld = ailing.some(
    (instance) =>
      now.getTime() >=
      Math.max(instance.launchedAt?.getTime() ?? now.getTime(), changed, seen(instance)) + deadline,
  );
  const waiting = picture.missing > 0 || ailing.some((instance) => seen(instance) === 0);
  return tooOld || (waiting && now.getTime() >= rollout.progressAt.getTime() + deadline);
}
