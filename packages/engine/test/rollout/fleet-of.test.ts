import { expect, test } from 'vitest';
import { fleetOf } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { clusterSettings } from '../strategies/cluster/settings.ts';

test('a fleet is one, also where its record is from before there were clusters', () => {
  expect(fleetOf(fleetSettings())).toEqual(fleetSettings());
  expect(fleetOf(undefined)).toBeUndefined();
  const { kind: _, ...older } = fleetSettings();
  expect(fleetOf(older as ReturnType<typeof fleetSettings>)).toEqual(older);
});

test('a cluster is refused where only a fleet will do', () => {
  expect(() => fleetOf(clusterSettings(2))).toThrow(
    'this is a cluster (m-1, m-2), and a fleet is wanted here',
  );
});
