import { describe, expect, test } from 'vitest';
import { days, hours, seconds } from '@imago/engine';
import type { ClusterSettings, FleetSettings, VolumeSettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { digestOf, otherSettings } from '../../src/rollout/digest.ts';
import { clusterSettings } from '../strategies/cluster/settings.ts';

const image = { id: 'ami-1' };
const ssh = { user: 'admin', privateKey: '~/.ssh/shop', port: 22 };
const hook = {
  kind: 'hook',
  name: 'told',
  at: 'after-shift',
  action: { kind: 'command', run: 'true' },
  timeout: seconds(1),
  onFailure: 'ignore',
} as const;
const approval = { kind: 'approval', name: 'qa', at: 'end' } as const;
const smoke = {
  name: 'smoke',
  at: ['after'],
  action: { kind: 'command', run: 'true' },
  timeout: seconds(1),
} as const;
const slack = { kind: 'slack', urlFrom: 'SLACK_URL', events: [] } as const;
const loadBalancer = fleetSettings().loadBalancer;
const [data] = clusterSettings(3).volumes as readonly [VolumeSettings];

describe('the digest of a cluster', () => {
  const digest = (changes: Partial<ClusterSettings> = {}): string =>
    digestOf(image, clusterSettings(3, changes));

  test.each<Partial<ClusterSettings>>([
    { members: clusterSettings(5).members },
    { members: clusterSettings(3).members.map((member) => ({ ...member, zone: 'eu-central-1a' })) },
    { volumes: [{ ...data, mountPoint: '/other' }] },
    { volumes: [{ ...data, sizeGiB: 16 }] },
    { instanceType: 't3.large' },
    { subnets: ['subnet-01234567'] },
    { ports: [2379, 2380] },
    { allowFrom: ['10.0.0.0/8'] },
    { sshFrom: ['10.0.0.0/8'] },
    { keyName: 'shop' },
    { instanceProfile: 'shop' },
    { userData: '#!/bin/sh' },
    { start: 'systemctl start etcd' },
    { loadBalancer },
    { dnsName: { zone: 'example.com', name: 'etcd.example.com' } },
    { tags: { team: 'storage' } },
  ])('is another one for what changes what runs: %j', (changes) => {
    expect(digest(changes)).not.toBe(digest());
  });

  test.each<Partial<ClusterSettings>>([
    { strategy: { ...clusterSettings(3).strategy, bakeTime: seconds(99) } },
    { health: { ...clusterSettings(3).health, maxBehind: 99 } },
    { gates: [approval] },
    { hooks: [hook] },
    { tests: [smoke] },
    { requireRehearsal: true },
    { beforeStop: { run: 'true', timeout: seconds(1), onFailure: 'stop' } },
    { bootstrap: 'one-at-a-time' },
    { downgrade: 'allowed' },
    { ssh },
    { notifications: [slack] },
    { volumes: [{ ...data, snapshots: { every: days(1), keep: 7 } }] },
  ])('is the same for what only says how to roll out: %j', (changes) => {
    expect(digest(changes)).toBe(digest());
  });

  test('is another one for another image', () => {
    expect(digestOf({ id: 'ami-2' }, clusterSettings(3))).not.toBe(digest());
  });
});

describe('the digest of a fleet', () => {
  const digest = (changes: Partial<FleetSettings> = {}): string => digestOf(image, fleetSettings(changes));

  test.each<Partial<FleetSettings>>([
    { instanceType: 't3.large' },
    { size: { min: 1, desired: 1, max: 1 } },
    { loadBalancer: { ...loadBalancer, port: 9090 } },
  ])('is another one for what changes what runs: %j', (changes) => {
    expect(digest(changes)).not.toBe(digest());
  });

  test.each<Partial<FleetSettings>>([
    { gates: [approval] },
    { hooks: [hook] },
    { tests: [smoke] },
    { requireRehearsal: true },
    { probe: 'off' },
    { ssh },
    { notifications: [slack] },
  ])('is the same for what only says how to roll out: %j', (changes) => {
    expect(digest(changes)).toBe(digest());
  });

  test('is what it was before there were clusters', () => {
    const { kind: _kind, tests: _tests, requireRehearsal: _rehearsal, ...older } = fleetSettings();
    // As the records of older releases have it.
    expect(digestOf(image, older as FleetSettings)).toBe(digest());
  });
});

describe('settings that differ under one digest', () => {
  const live = clusterSettings(3);
  const snapshots = { every: hours(6), keep: 7 };

  test('are told by name, schedules of snapshots among them', () => {
    expect(otherSettings(live, clusterSettings(3))).toEqual([]);
    expect(
      otherSettings(live, {
        ...live,
        volumes: [{ ...data, snapshots }],
        tests: [smoke],
        downgrade: 'allowed',
      }),
    ).toEqual(['tests', 'downgrade', 'snapshots']);
    expect(otherSettings(fleetSettings(), fleetSettings({ hooks: [hook] }))).toEqual(['hooks']);
  });

  test('are no others after they were written and read', () => {
    const read = JSON.parse(JSON.stringify(live)) as ClusterSettings;
    expect(otherSettings(read, live)).toEqual([]);
  });
});
