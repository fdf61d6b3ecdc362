import type { ObservedCluster } from '../../model/observed-cluster.ts';
import type { Eyes } from '../session.ts';
import { isCluster } from '../subject.ts';

/** Sees clusters. */
export const clusterEyes: Eyes<ObservedCluster> = {
  kind: 'cluster',
  observe: ({ clusters }, ref) => clusters.observe(ref),
  sees: isCluster,
};
