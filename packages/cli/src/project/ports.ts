import {
  createCheckSampler,
  createClusterCloud,
  createClusterSampler,
  createFleetCloud,
  createHttpProber,
  createImageCloud,
  createKeyPairs,
  createS3StateStore,
  createSourceFiles,
  createSshShell,
  createSystemIdentity,
  createTestRunner,
  stateBucketName,
  systemClock,
} from '@imago/adapters';
import type { BakeEvent, BakePorts, RolloutEvent, RolloutPorts } from '@imago/engine';
import type { Connection } from './connect.ts';

/** What a bake works with; relative paths of recipes start in the folder. */
export async function bakePorts(
  { clients }: Connection,
  directory: string,
  emit: (event: BakeEvent) => void,
): Promise<BakePorts> {
  return {
    cloud: createImageCloud(clients),
    shell: createSshShell(),
    keys: createKeyPairs(),
    clock: systemClock,
    sources: createSourceFiles(directory),
    identity: await createSystemIdentity(),
    emit,
  };
}

/** What a rollout works with; commands of gates and hooks run in the folder. */
export async function rolloutPorts(
  { clients, look, host }: Connection,
  directory: string,
  emit: (event: RolloutEvent) => void,
): Promise<RolloutPorts> {
  return {
    cloud: createFleetCloud(clients, host === undefined ? {} : { host }),
    clusters: createClusterCloud(clients),
    clusterHealth: createClusterSampler({ directory, env: process.env }),
    state: createS3StateStore(clients, await stateBucketName(clients)),
    clock: systemClock,
    prober: createHttpProber(),
    checks: createCheckSampler(clients, { shell: createSshShell(), directory, env: process.env }),
    tests: createTestRunner({ directory, env: process.env }),
    identity: await createSystemIdentity(),
    ...look,
    emit,
  };
}
