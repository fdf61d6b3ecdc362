/** What others may know of the local cloud without talking to it. Light: no SDK, nothing of the daemon. */
export {
  connectionFile,
  type ConnectionInfo,
  connectionInfo,
  stoppingFile,
  stoppingInfo,
} from './connection-info.ts';
export { cloudNames, type CloudNames } from './machines/lxc/cloud-names.ts';
export { missingPackages, requiredPackages } from './machines/required-packages.ts';
export { defaultCacheDir, defaultDataDir, defaultPort, defaultRegion } from './defaults.ts';
export { MOST_STALE_MS, describeFault, describeScope } from './faults/fault.ts';
export type { FaultOptions, FaultReport, FaultScope } from './faults/fault.ts';
