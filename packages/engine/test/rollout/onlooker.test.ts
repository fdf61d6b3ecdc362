import { describe, expect, test } from 'vitest';
import type { FleetCloud, Observed, RolloutPorts } from '@imago/engine';
import { createOnlooker } from '../../src/rollout/onlooker.ts';
import type { Onlooker } from '../../src/rollout/onlooker.ts';
import { environment } from '../strategies/build.ts';

/** A cloud whose answers take so many seconds, in turn, and a clock that only they move. */
function scene(...takes: readonly number[]) {
  let time = Date.UTC(2026, 0, 1);
  const asked: ('whole' | 'less')[] = [];
  const wait = (length: number): void => {
    time += length * 1000;
  };
  const cloud: Pick<FleetCloud, 'observe'> = {
    async observe(_, previous): Promise<Observed> {
      wait(takes[asked.length] ?? 0);
      asked.push(previous === undefined ? 'whole' : 'less');
      return environment();
    },
  };
  const now = (): Date => new Date(time);
  // Nothing else of the ports is used.
  const ports = { clock: { now } } as unknown as RolloutPorts;
  const begin = (seen?: Observed): Onlooker<Observed> =>
    createOnlooker<Observed>(
      (previous) => cloud.observe({ project: 'shop', environment: 'production' }, previous),
      ports,
      seen,
    );
  return { onlooker: begin(), begin, asked, wait, now };
}

describe('an onlooker', () => {
  test('asks for everything once, and takes over from then on what seldom changes', async () => {
    const { onlooker, asked, wait } = scene();
    wait(10);
    for (let turn = 0; turn < 3; turn += 1) await onlooker.look(new Date(0));
    expect(asked).toStrictEqual(['whole', 'less', 'less']);
  });

  test('takes over what is known of an act, which the port asks for again by itself', async () => {
    const { onlooker, asked, now } = scene();
    await onlooker.look(new Date(0));
    await onlooker.look(now());
    expect(asked).toStrictEqual(['whole', 'less']);
  });

  test('goes on from what the command has seen', async () => {
    const { asked, begin } = scene();
    await begin(environment()).look(undefined);
    expect(asked).toStrictEqual(['less']);
  });

  test('asks for everything again as soon as no answer can be from before the act', async () => {
    const { onlooker, asked, wait, now } = scene();
    const actedAt = now();
    for (const length of [0, 3, 3, 3]) {
      wait(length);
      await onlooker.look(actedAt);
    }
    expect(asked).toStrictEqual(['whole', 'less', 'whole', 'less']);
  });

  test('does so also where an answer came so late that it is time by then', async () => {
    const { onlooker, asked, wait, now } = scene(0, 7);
    const actedAt = now();
    await onlooker.look(actedAt);
    wait(1);
    await onlooker.look(actedAt);
    expect(asked).toStrictEqual(['whole', 'less', 'whole']);
  });
});
