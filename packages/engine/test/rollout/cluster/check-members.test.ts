import { describe, expect, test } from 'vitest';
import type { ObservedCluster, ObservedMember } from '@imago/engine';
import { checkMembers } from '../../../src/rollout/cluster/check-members.ts';
import { lostAddresses } from '../../../src/rollout/cluster/lost-addresses.ts';
import { clusterSettings } from '../../strategies/cluster/settings.ts';

const volume = { name: 'data', id: 'vol-3', zone: 'a', state: 'available', formatted: true } as const;

const member = (name: string, parts: Partial<ObservedMember> = {}): ObservedMember => ({
  name,
  ordinal: Number(name.slice(2)),
  volumes: [],
  instances: [],
  ...parts,
});

const observed = (...members: readonly ObservedMember[]): ObservedCluster => ({
  environment: { project: 'shop', environment: 'store' },
  at: new Date(0),
  members,
  templates: [],
  snapshots: [],
});

const nothing = observed();

describe('members', () => {
  test('that a live cluster has are those of the config', () => {
    expect(() => checkMembers(clusterSettings(3), clusterSettings(3), nothing)).not.toThrow();
    expect(() => checkMembers(clusterSettings(1), clusterSettings(3), nothing)).toThrow(
      'the cluster has m-2, m-3, which the config has not',
    );
    expect(() => checkMembers(clusterSettings(5), clusterSettings(3), nothing)).toThrow(
      'the config has m-4, m-5, which the cluster has not',
    );
  });

  test('that were taken out after a destroy leave no data behind unseen', () => {
    const left = observed(member('m-1'), member('m-3', { volumes: [volume] }));
    expect(() => checkMembers(clusterSettings(3), undefined, left)).not.toThrow();
    expect(() => checkMembers(clusterSettings(1), undefined, left)).toThrow(
      expect.objectContaining({
        message: 'there are m-3 with vol-3, which the config has not',
        fix: expect.stringContaining('aws ec2 delete-volume --volume-id vol-3'),
      }),
    );
  });

  test('of a first deploy that failed are destroyed before there are fewer', () => {
    const networkInterface = { id: 'eni-3', address: '10.0.0.6', zone: 'a' };
    const left = observed(member('m-3', { networkInterface }));
    expect(() => checkMembers(clusterSettings(1), undefined, left)).toThrow(
      expect.objectContaining({ fix: expect.stringContaining('`imago destroy store`') }),
    );
  });

  test('of whom only volumes are there that were set aside are nobody', () => {
    const left = observed(member('m-3', { replaced: [volume] }));
    expect(() => checkMembers(clusterSettings(1), undefined, left)).not.toThrow();
  });
});

describe('the address of a member', () => {
  const before = { ...volume, address: '10.0.0.6' };
  const at = (address: string) => ({
    networkInterface: { id: 'eni-1', address, zone: 'a' },
    volumes: [before],
  });

  test('is lost where its volumes remember another one', () => {
    expect(lostAddresses(observed(member('m-1', at('10.0.0.9'))), clusterSettings(1))).toEqual([
      { member: 'm-1', address: '10.0.0.9', before: '10.0.0.6' },
    ]);
    expect(lostAddresses(observed(member('m-1', at('10.0.0.6'))), clusterSettings(1))).toEqual([]);
  });

  test('is not lost where the config gives it another one', () => {
    const members = [{ ordinal: 1, name: 'm-1', address: '10.0.0.9' }];
    expect(lostAddresses(observed(member('m-1', at('10.0.0.9'))), { members })).toEqual([]);
  });
});
