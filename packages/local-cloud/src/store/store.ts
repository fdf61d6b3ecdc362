import type { Tables } from '../cloud.ts';
import { type Log, openLog } from './log.ts';
import { MemoryTable } from './memory-table.ts';

const TABLE_NAMES = [
  'instances',
  'images',
  'snapshots',
  'volumes',
  'keyPairs',
  'securityGroups',
  'vpcs',
  'subnets',
  'networkInterfaces',
  'internetGateways',
  'routeTables',
  'launchTemplates',
  'groups',
  'scalingActivities',
  'scheduledActions',
  'lifecycleHooks',
  'instanceRefreshes',
  'launchConfigurations',
  'loadBalancers',
  'listeners',
  'rules',
  'targetGroups',
  'buckets',
  'objects',
  'uploads',
  'roles',
  'instanceProfiles',
  'accessKeys',
  'alarms',
  'alarmHistory',
  'scalingPolicies',
  'hostedZones',
  'dnsChanges',
  'lifecyclePolicies',
] as const satisfies readonly (keyof Tables)[];

/** The cloud's memory and the way to let go of its log. */
export interface Store {
  readonly tables: Tables;
  close(): void;
}

/**
 * Opens the tables: from the log `file` when there is one, else in memory only.
 *
 * Every change is in the log when `put`, `update` or `delete` returns, so a killed process loses nothing.
 */
export function openStore(options: { readonly file?: string }): Store {
  let log: Log | undefined;
  const tables = new Map<string, MemoryTable>(
    TABLE_NAMES.map((name) => [name, new MemoryTable((change) => log?.append({ table: name, ...change }))]),
  );
  if (options.file !== undefined) log = openLog(options.file, tables);
  return {
    tables: Object.fromEntries(tables) as unknown as Tables,
    close: () => {
      log?.close();
      log = undefined;
    },
  };
}
