import { cluster, defineProject, etcd, loadSpec } from '@imago/engine';
import type { ClusterOptions, ClusterSettings } from '@imago/engine';

/** The least that can be written of a cluster. */
export const least: ClusterOptions = {
  image: 'ami-0123456789abcdef0',
  members: 3,
  ports: [2379, 2380],
  network: { allowFrom: ['10.0.0.0/8'] },
  health: etcd(),
};

/** How commands reach the members. */
export const ssh = { user: 'admin', privateKey: '~/.ssh/shop' } as const;

/** A config with this in its cluster. */
const project = (options: object): unknown =>
  defineProject({ name: 'shop', environments: { store: cluster({ ...least, ...options }) } });

/** A cluster's settings as they are read. */
export function settingsOf(options: Partial<ClusterOptions> = {}): ClusterSettings {
  const result = loadSpec(project(options));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  const settings = result.spec.environments['store']?.settings;
  if (settings?.kind !== 'cluster') throw new Error('no cluster');
  return settings;
}

/** `path: message; fix`, the paths within the cluster. */
export function problemsOf(options: object): readonly string[] {
  const result = loadSpec(project(options));
  if ('spec' in result) return [];
  return result.problems.map(
    ({ path, message, fix }) => `${path.replace('environments.store.', '')}: ${message}; ${fix}`,
  );
}
