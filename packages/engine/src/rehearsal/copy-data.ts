import type { ClusterSettings } from '../model/cluster.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { VolumeCopies } from '../ports/rehearsal-cloud.ts';
import { withPatience } from '../rollout/patience.ts';
import { pause } from '../rollout/pause.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';

/** Makes copies of a cluster's data and waits until volumes can be made from them, or until it is to end. */
export async function copyData(
  from: EnvironmentRef,
  environment: EnvironmentRef,
  tags: Readonly<Record<string, string>>,
  ports: RehearsalPorts,
  signal: AbortSignal,
): Promise<VolumeCopies> {
  const copies = await ports.rehearsals.copyVolumes(from, environment, tags);
  const ids = Object.values(snapshotsIn(copies)).flatMap((volumes) => Object.values(volumes));
  const since = ports.clock.now();
  for (;;) {
    const open = await withPatience(ports, () => ports.rehearsals.openCopies(environment, ids));
    if (open.length === 0 || signal.aborted) return copies;
    await pause(ports, signal, { since });
  }
}

/** Ids of snapshots by member and volume. */
export const snapshotsIn = (
  copies: VolumeCopies,
): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(
    Object.entries(copies).map(([member, volumes]) => [
      member,
      Object.fromEntries(Object.entries(volumes).map(([name, { snapshot }]) => [name, snapshot])),
    ]),
  );

/** Settings whose volumes are large enough for the copies: what is there may have grown since it was deployed. */
export function sizedFor(settings: EnvironmentSettings, copies: VolumeCopies): EnvironmentSettings {
  if (settings.kind !== 'cluster') return settings;
  const volumes = settings.volumes.map((volume): ClusterSettings['volumes'][number] => {
    const sizes = Object.values(copies).flatMap((member) => member[volume.name]?.sizeGiB ?? []);
    return { ...volume, sizeGiB: Math.max(volume.sizeGiB, ...sizes) };
  });
  return { ...settings, volumes };
}
