import { expect, test } from 'vitest';
import { readHistory, seconds, strategyNamed } from '@imago/engine';
import type { CanarySettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { desk, ref } from './desk.ts';

test('the time that a step took is its own, and not that of what was done before it', async () => {
  const steps = [
    { kind: 'set-weight', weight: 20 },
    { kind: 'pause', duration: seconds(60) },
  ] as const;
  const strategy: CanarySettings = { ...(strategyNamed('canary') as CanarySettings), steps };
  const office = desk();
  await office.roll('ami-1');
  await office.roll('ami-2', { settings: fleetSettings({ strategy }) });
  const { rollouts } = await office.run(readHistory(ref, office.start().ports));
  const taken = rollouts[0]?.steps ?? [];
  const [share, pause] = taken.filter(({ kind }) => kind === 'step');
  expect(pause?.ms).toBeGreaterThanOrEqual(60_000);
  expect(share?.ms).toBeLessThan(60_000);
  // What is done before a step is a part of it.
  const at = taken.findIndex((step) => step === share);
  expect(taken[at - 1]).not.toHaveProperty('ms');
});
