import { expect, test } from 'vitest';
import { hours, minutes, seconds } from '@imago/engine';
import type { ClusterSettings, FleetSettings, GateSettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { rehearsalSettings, settingsAsLive } from '../../src/rehearsal/rehearsal-settings.ts';
import { clusterSettings } from '../strategies/cluster/settings.ts';

const network = {
  vpc: 'vpc-test',
  subnets: ['subnet-1', 'subnet-2'],
  block: '10.83.16.0/20',
  likeBlock: '172.31.0.0/16',
};
const stage = { network, expiresAt: '2026-01-01T12:00:00.000Z' };
const sampling = { interval: seconds(2), count: 2, failureLimit: 0, timeout: seconds(5) };
const approval: GateSettings = { kind: 'approval', name: 'boss', at: 'before-shift' };
const alarms: GateSettings = { kind: 'alarms', name: 'errors', at: 'always', names: ['5xx'], sampling };
const script: GateSettings = {
  kind: 'analysis',
  name: 'slow',
  at: 'end',
  measure: { kind: 'script', run: './latency.sh' },
  success: { atMost: 100 },
  sampling,
};

const fleet = (changes: Partial<FleetSettings>): FleetSettings =>
  rehearsalSettings(fleetSettings(changes), stage) as FleetSettings;
const cluster = (changes: Partial<ClusterSettings>): ClusterSettings =>
  rehearsalSettings(clusterSettings(3, changes), stage) as ClusterSettings;

test('the same machines, checks and strategy in another network, with an expiry on everything', () => {
  const settings = fleetSettings({ tags: { team: 'web' }, vpc: 'vpc-live', subnets: ['subnet-live'] });
  expect(rehearsalSettings(settings, stage)).toEqual({
    ...settings,
    vpc: 'vpc-test',
    subnets: ['subnet-1', 'subnet-2'],
    tags: { team: 'web', 'imago:expires': stage.expiresAt },
    probeFrom: ['10.83.16.0/20'],
  });
});

test('nobody is told, nothing waits for a person, and alarms of the original are not asked', () => {
  const { gates, notifications, requireRehearsal } = fleet({
    gates: [approval, alarms, script],
    notifications: [{ kind: 'slack', urlFrom: 'SLACK_URL', events: [] }],
    requireRehearsal: true,
  });
  expect({ gates, notifications, requireRehearsal }).toEqual({
    gates: [script],
    notifications: [],
    requireRehearsal: false,
  });
});

test('a canary goes on where it would wait for a person', () => {
  const { minHealthyTime, healthyDeadline, bakeTime, progressDeadline } = fleetSettings().strategy;
  const { strategy } = fleet({
    strategy: {
      kind: 'canary',
      minHealthyTime,
      healthyDeadline,
      bakeTime,
      progressDeadline,
      autoRollback: false,
      keepPrevious: minutes(5),
      matchTrafficWeight: false,
      steps: [
        { kind: 'set-weight', weight: 20 },
        { kind: 'pause' },
        { kind: 'pause', duration: seconds(5) },
        { kind: 'gate', gate: approval },
        { kind: 'gate', gate: script },
      ],
    },
  });
  expect(strategy).toMatchObject({
    autoRollback: true,
    steps: [
      { kind: 'set-weight', weight: 20 },
      { kind: 'pause', duration: seconds(5) },
      { kind: 'gate', gate: script },
    ],
  });
});

test('whoever may come in from the original network may from this one, and nobody else', () => {
  expect(fleet({ sshFrom: ['172.31.0.1/32'] }).sshFrom).toEqual(['172.31.0.1/32', '10.83.16.0/20']);
  expect(fleet({ sshFrom: ['203.0.113.7/32'] }).sshFrom).toEqual(['203.0.113.7/32']);
  expect(cluster({ allowFrom: ['172.31.0.0/16'] }).allowFrom).toEqual(['172.31.0.0/16', '10.83.16.0/20']);
  expect(cluster({ allowFrom: [] }).allowFrom).toEqual([]);
});

test('a cluster has neither the addresses, nor the name, nor the scheduled snapshots of the original', () => {
  const { members, volumes, dnsName } = cluster({
    members: [{ ordinal: 1, name: 'store-1', zone: 'us-east-1a', address: '172.31.0.5' }],
    volumes: clusterSettings(3).volumes.map((volume) => ({
      ...volume,
      snapshots: { every: hours(12), keep: 3 },
    })),
    dnsName: { zone: 'example.com', name: 'store.example.com' },
  });
  expect(members).toEqual([{ ordinal: 1, name: 'store-1', zone: 'us-east-1a' }]);
  expect(volumes.some((volume) => 'snapshots' in volume)).toBe(false);
  expect(dnsName).toBeUndefined();
});

test('what is live is made with the size that it has now, and is not tried once more', () => {
  const live = fleetSettings({
    gates: [script],
    tests: [{ name: 'smoke', at: ['after'], action: { kind: 'command', run: 'true' }, timeout: minutes(1) }],
  });
  expect(settingsAsLive(live, stage, { min: 2, desired: 7, max: 10 })).toMatchObject({
    gates: [],
    tests: [],
    size: { min: 2, desired: 7, max: 10 },
    strategy: { bakeTime: seconds(0) },
  });
});
