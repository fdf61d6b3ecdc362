import { ImagoError } from '../../errors/imago-error.ts';
import type { ClusterSettings } from '../../model/cluster.ts';
import type { EnvironmentSettings } from '../../model/release.ts';

/** Settings as those of a cluster, where only a cluster will do; those of a fleet are refused. */
export function clusterOf(settings: EnvironmentSettings): ClusterSettings;
export function clusterOf(settings: EnvironmentSettings | undefined): ClusterSettings | undefined;
export function clusterOf(settings: EnvironmentSettings | undefined): ClusterSettings | undefined {
  if (settings === undefined || settings.kind === 'cluster') return settings;
  throw new ImagoError({
    code: 'not-a-cluster',
    source: 'user',
    message: 'a fleet was deployed here, and a cluster is wanted',
    fix: 'give the cluster an environment of its own: none turns from one into the other',
  });
}
