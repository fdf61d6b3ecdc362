import { expect, test } from 'vitest';
import { sizedFor, snapshotsIn } from '../../src/rehearsal/copy-data.ts';
import { clusterSettings } from '../strategies/cluster/settings.ts';

const copies = {
  'm-1': { data: { snapshot: 'snap-1', sizeGiB: 8 } },
  'm-2': { data: { snapshot: 'snap-2', sizeGiB: 20 } },
};

test('names the snapshot of every volume', () => {
  expect(snapshotsIn(copies)).toEqual({ 'm-1': { data: 'snap-1' }, 'm-2': { data: 'snap-2' } });
});

test('a volume that has grown since it was deployed has room for its copy', () => {
  const sizes = (size: number, from = copies): unknown => {
    const [volume] = clusterSettings(2).volumes;
    const settings = clusterSettings(2, {
      volumes: volume === undefined ? [] : [{ ...volume, sizeGiB: size }],
    });
    const sized = sizedFor(settings, from);
    return sized.kind === 'cluster' ? sized.volumes.map(({ sizeGiB }) => sizeGiB) : [];
  };
  expect(sizes(8)).toEqual([20]);
  expect(sizes(50)).toEqual([50]);
  expect(sizes(8, {} as typeof copies)).toEqual([8]);
});
