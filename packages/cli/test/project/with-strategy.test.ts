import { minutes, seconds, strategyNamed } from '@imago/engine';
import type { RollingSettings } from '@imago/engine';
import { fleetSettings } from '@imago/testkit';
import { describe, expect, test } from 'vitest';
import { unasked, withStrategy } from '../../src/project/with-strategy.ts';

const settings = fleetSettings();
const sampling = { interval: seconds(1), count: 3, failureLimit: 0, timeout: seconds(1) };

describe('another strategy', () => {
  test('is the config’s own where it is the same', () => {
    expect(withStrategy(settings, 'blue-green')).toBe(settings);
    expect(withStrategy(settings, undefined)).toBe(settings);
  });

  test('replaces instances itself where it is named rolling, by all else that the config says', () => {
    const own = { ...strategyNamed('rolling'), checkpoints: [50] } as RollingSettings;
    const refresh = { ...settings, strategy: { ...own, engine: 'instance-refresh' as const } };
    expect(withStrategy(refresh, 'rolling').strategy).toEqual(own);
    expect(withStrategy(refresh, undefined)).toBe(refresh);
  });

  test('keeps the times of the config and how long the old side stays', () => {
    const changed = { ...settings, strategy: { ...settings.strategy, bakeTime: minutes(7) } };
    expect(withStrategy(changed, 'canary').strategy).toMatchObject({
      kind: 'canary',
      bakeTime: minutes(7),
      keepPrevious: minutes(30),
    });
  });

  test('has the defaults of its own', () => {
    const { strategy } = withStrategy(settings, 'rolling');
    const defaults = strategyNamed('rolling');
    expect(strategy.kind === 'rolling' && defaults.kind === 'rolling' && strategy.batch).toEqual(
      defaults.kind === 'rolling' && defaults.batch,
    );
  });
});

test('gates that a strategy has no step for are named', () => {
  const gate = { kind: 'command', on: 'here', run: 'true', sampling } as const;
  const gates = [
    { ...gate, name: 'smoke', at: 'step' },
    { ...gate, name: 'errors', at: 'end' },
  ] as const;
  expect(unasked({ ...settings, gates })).toEqual(['smoke']);
});
