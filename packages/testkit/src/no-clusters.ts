import type { ClusterCloud, ClusterSampler } from '@imago/engine';

/** Refuses everything: what runs here is a fleet. */
const refuse = (): Promise<never> => Promise.reject(new Error('there are no clusters here'));

/** A cloud without clusters. */
export const noClusters: ClusterCloud = {
  observe: refuse,
  ensureCluster: refuse,
  ensureTemplate: refuse,
  ensureMember: refuse,
  snapshotMember: refuse,
  stopMember: refuse,
  detachVolumes: refuse,
  terminateMember: refuse,
  launchMember: refuse,
  attachVolumes: refuse,
  markFormatted: refuse,
  publishMembers: refuse,
  removeCluster: refuse,
  setAsideVolumes: refuse,
  takeBackVolumes: refuse,
  deleteVolumes: refuse,
  deleteSnapshots: refuse,
  deleteTemplates: refuse,
  ensureSchedules: refuse,
  consoleOutput: refuse,
};

/** Nobody who could be asked. */
export const noClusterHealth: ClusterSampler = { sample: refuse };
