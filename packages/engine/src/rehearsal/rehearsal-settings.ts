import type { GateSettings } from '../model/check.ts';
import type { ClusterSettings } from '../model/cluster.ts';
import { seconds } from '../model/duration.ts';
import { tagKeys } from '../model/environment.ts';
import type { Capacity, FleetSettings } from '../model/fleet.ts';
import type { EnvironmentSettings } from '../model/release.ts';
import type { RehearsalNetwork } from '../ports/rehearsal-cloud.ts';
import { overlap } from './blocks.ts';

/** Where a rehearsal takes place, and until when. */
export interface Stage {
  readonly network: RehearsalNetwork;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/**
 * The settings of an environment as a rehearsal of it has them: the same machines, checks and strategy in another
 * network. Left out is what belongs to the original alone: addresses, names, schedules, who is told, its alarms and
 * metrics; and whatever waits for a person.
 */
export function rehearsalSettings(settings: EnvironmentSettings, stage: Stage): EnvironmentSettings {
  const { network, expiresAt } = stage;
  const shared = {
    vpc: network.vpc,
    subnets: network.subnets,
    sshFrom: blocksThere(settings.sshFrom, network),
    tags: { ...settings.tags, [tagKeys.expires]: expiresAt },
    gates: settings.gates.filter(canBeAsked),
    requireRehearsal: false,
    notifications: [],
  };
  return settings.kind === 'cluster'
    ? { ...clusterThere(settings, network), ...shared }
    : { ...fleetThere(settings, network), ...shared };
}

/** The same of what is live, which is only to be there: it was checked and tested when it was deployed. */
export function settingsAsLive(
  settings: EnvironmentSettings,
  stage: Stage,
  capacity: Capacity | undefined,
): EnvironmentSettings {
  const there = rehearsalSettings(settings, stage);
  const untested = { gates: [], tests: [] };
  if (there.kind === 'cluster') {
    const strategy = { ...there.strategy, bakeTime: seconds(0) };
    return { ...there, ...untested, strategy };
  }
  const strategy = { ...there.strategy, bakeTime: seconds(0) };
  return { ...there, ...untested, strategy, size: capacity ?? there.size };
}

function fleetThere(fleet: FleetSettings, network: RehearsalNetwork): FleetSettings {
  const { probeFrom, strategy } = fleet;
  return {
    ...fleet,
    // Whoever asks the instances from the machine that holds them has an address of this network there.
    probeFrom: probeFrom === undefined ? [network.block] : blocksThere(probeFrom, network),
    strategy: { ...unattended(strategy), autoRollback: true },
  };
}

function clusterThere(cluster: ClusterSettings, network: RehearsalNetwork): ClusterSettings {
  const { dnsName: _name, ...settings } = cluster;
  return {
    ...settings,
    members: settings.members.map(({ address: _address, ...member }) => member),
    volumes: settings.volumes.map(({ snapshots: _snapshots, ...volume }) => volume),
    allowFrom: blocksThere(settings.allowFrom, network),
    strategy: { ...settings.strategy, autoRollback: true },
  };
}

/** Without steps that wait for a person, or ask what only the original has. */
function unattended(strategy: FleetSettings['strategy']): FleetSettings['strategy'] {
  if (strategy.kind !== 'canary') return strategy;
  const steps = strategy.steps.filter((step) => {
    if (step.kind === 'gate') return canBeAsked(step.gate);
    return step.kind !== 'pause' || step.duration !== undefined;
  });
  return { ...strategy, steps };
}

/** A person, alarms and metrics tell of the original only. */
const canBeAsked = (gate: GateSettings): boolean =>
  gate.kind !== 'approval' &&
  gate.kind !== 'alarms' &&
  !(gate.kind === 'analysis' && gate.measure.kind === 'metric');

/** Whoever may come in from the original's network may from this one. */
const blocksThere = (blocks: readonly string[], { block, likeBlock }: RehearsalNetwork): readonly string[] =>
  blocks.some((one) => overlap(one, likeBlock)) ? [...new Set([...blocks, block])] : blocks;
