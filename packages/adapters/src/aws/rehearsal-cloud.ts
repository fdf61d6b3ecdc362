import type { RehearsalCloud } from '@imago/engine';
import type { AwsClients } from './clients.ts';
import { copyVolumes, openCopies } from './rehearsal-copies.ts';
import { ensureRehearsalNetwork } from './rehearsal-network.ts';
import { removeRehearsalRest } from './rehearsal-remove.ts';

/** What rehearsals make on EC2 beside fleets and clusters. */
export const createRehearsalCloud = (aws: AwsClients): RehearsalCloud => ({
  region: aws.region,
  createNetwork: (environment, like, tags) => ensureRehearsalNetwork(aws, environment, like, tags),
  copyVolumes: (from, environment, tags) => copyVolumes(aws, from, environment, tags),
  openCopies: (environment, snapshots) => openCopies(aws, environment, snapshots),
  removeRest: (environment) => removeRehearsalRest(aws, environment),
});
