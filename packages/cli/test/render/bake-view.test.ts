import { type BakeEvent, seconds } from '@imago/engine';
import { describe, expect, test } from 'vitest';
import { bakeFrame, bakeView, type BakeView } from '../../src/render/bake-view.ts';

const start = new Date('2026-11-21T10:00:00Z');
const screen = { now: new Date('2026-11-21T10:00:03Z'), width: 80, height: 24, color: false };
const after = (...events: readonly BakeEvent[]): BakeView =>
  events.reduce<BakeView>((view, event) => bakeView(view, event, start), new Map());

const launch: BakeEvent = { code: 'bake-step-started', recipe: 'web', step: 'launch' };
const script: BakeEvent = { code: 'bake-provisioner-started', recipe: 'base', index: 0, title: 'shell a.sh' };
const done = { recipe: 'web', fingerprint: 'f', imageId: 'ami-1' };

describe('view of bakes', () => {
  test('shows for each what it does and since when', () => {
    expect(bakeFrame(after(launch, script), screen)).toBe(
      'web  3s  launch the temporary instance\nbase  3s  shell a.sh',
    );
  });

  test('moves on to the next step', () => {
    const stop: BakeEvent = { code: 'bake-step-started', recipe: 'base', step: 'stop' };
    expect(bakeFrame(after(script, stop), screen)).toBe('base  3s  stop the instance');
  });

  test.each<BakeEvent>([
    { ...done, code: 'bake-finished', name: 'web 1', duration: seconds(1) },
    { ...done, code: 'bake-reused' },
    { code: 'bake-failed', recipe: 'web', errorCode: 'x', message: 'm' },
  ])('lets go of a bake with $code', (event) => {
    expect(bakeFrame(after(launch, script, event), screen)).toBe('base  3s  shell a.sh');
  });

  test('is empty when nothing is baked', () => {
    expect(bakeFrame(after(), screen)).toBe('');
  });

  test('cuts long titles', () => {
    const long: BakeEvent = { ...script, title: 'x'.repeat(200) };
    expect(bakeFrame(after(long), screen)).toHaveLength(79);
  });
});
