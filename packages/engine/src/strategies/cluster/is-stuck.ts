import type { Duration } from '../../model/duration.ts';
import { after } from '../moments.ts';
import type { ClusterAct } from './cluster-rollout.ts';

/**
 * Whether the volumes of a stopped instance had their time to be let go. It writes no more, so that nothing is lost when it
 * is terminated with them, which lets go of them in any case (Amazon EBS User Guide, "Volumes stuck in the detaching state").
 */
export function isStuck(acts: readonly ClusterAct[], instance: string, most: Duration, now: Date): boolean {
  const ordered = acts.find(({ action }) => action.kind === 'detach-volumes' && action.instance === instance);
  return ordered !== undefined && now >= after(ordered.at, most);
}
