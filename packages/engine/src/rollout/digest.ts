import { createHash } from 'node:crypto';
import type { ClusterSettings } from '../model/cluster.ts';
import type { FleetSettings } from '../model/fleet.ts';
import type { EnvironmentSettings, ImageRef } from '../model/release.ts';

/** What only says how to roll out, what to try, and whom to tell. */
const passing: ReadonlySet<string> = new Set<keyof FleetSettings | keyof ClusterSettings>([
  // The other settings differ enough, and releases from before there were clusters do not have it.
  'kind',
  'strategy',
  'probe',
  'gates',
  'hooks',
  'tests',
  'requireRehearsal',
  'ssh',
  'notifications',
  'health',
  'beforeStop',
  'bootstrap',
  'downgrade',
]);

/** Hash of the image and of all settings but those that only say how to roll out. */
export function digestOf(image: ImageRef, settings: EnvironmentSettings): string {
  const lasting = Object.fromEntries(Object.entries(settings).filter(([key]) => !passing.has(key)));
  return createHash('sha256')
    .update(canonical({ image: image.id, settings: { ...lasting, ...volumesOf(settings) } }))
    .digest('hex')
    .slice(0, 16);
}

/**
 * Names of the settings that differ though the digest is the same: those that only say how to roll out, what to try and
 * whom to tell, and `snapshots`, the schedules of a cluster's volumes.
 */
export function otherSettings(before: EnvironmentSettings, after: EnvironmentSettings): readonly string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  const differs = (one: unknown, other: unknown): boolean => canonical([one]) !== canonical([other]);
  const names = [...passing].filter((name) => name !== 'kind' && differs(was.get(name), is.get(name)));
  return differs(schedulesOf(before), schedulesOf(after)) ? [...names, 'snapshots'] : names;
}

const schedulesOf = (settings: EnvironmentSettings): readonly unknown[] =>
  settings.kind === 'cluster' ? settings.volumes.map(({ name, snapshots }) => ({ name, snapshots })) : [];

/** A cluster's volumes without what is done with them while nothing is rolled out. */
const volumesOf = (settings: EnvironmentSettings): object =>
  settings.kind === 'cluster'
    ? { volumes: settings.volumes.map((volume) => ({ ...volume, snapshots: undefined })) }
    : {};

/** JSON with its keys in order, so that equal settings have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
