import { describe, expect, it } from 'vitest';
import { bake } from '../../src/bake/bake.ts';
import { CloudError } from '../../src/errors/cloud-error.ts';
import { milliseconds } from '../../src/model/duration.ts';
import { file, image, shell } from '../../src/recipes/index.ts';
import { World } from './world.ts';

const pollInterval = milliseconds(50);
const recipe = image('app', {
  from: { debian: 12 },
  imageUsers: ['111122223333'],
  provision: [shell({ inline: ['a'] }), file({ source: 'folder', destination: '/tmp' })],
});

async function attempt(world: World, signal: AbortSignal = new AbortController().signal): Promise<unknown> {
  return bake({ recipes: [recipe], pollInterval }, world.ports, signal).then(
    () => 'baked',
    (error: unknown) => error,
  );
}

/** What a bake without faults does: calls to the cloud, and steps on the instance. */
async function count(): Promise<{ readonly calls: number; readonly steps: number }> {
  const world = new World();
  await attempt(world);
  return { calls: world.cloud.calls.length, steps: world.remote.length };
}

const { calls, steps } = await count();
const everyCall = Array.from({ length: calls }, (_, index) => index + 1);
const everyStep = Array.from({ length: steps }, (_, index) => index + 1);

function expectNothingLeft(world: World, outcome: unknown): void {
  expect(world.cloud.leftovers).toEqual([]);
  expect(world.openSessions).toBe(0);
  expect(world.cloud.baked).toHaveLength(outcome === 'baked' ? 1 : 0);
}

describe('a bake of which something fails', () => {
  it.each(everyCall)('leaves nothing behind when call %i is refused', async (failing) => {
    const world = new World();
    world.cloud.before = (call, number) => {
      if (number === failing) throw new CloudError('invalid', 'Refused', `${call} is refused`);
    };
    const outcome = await attempt(world);
    const refused = world.cloud.calls[failing - 1] ?? '';
    // a clean-up call that is refused for good is told, and what it was for stays
    if (/^(delete|terminate)/.test(refused)) {
      expect(world.events).toContainEqual(expect.objectContaining({ code: 'bake-cleanup-failed' }));
    } else expectNothingLeft(world, outcome);
  });

  it.each(everyCall)('leaves nothing behind when the answer to call %i never comes', async (failing) => {
    const world = new World();
    world.cloud.after = (call, number) => {
      if (number === failing) throw new CloudError('unavailable', 'ECONNRESET', `${call}: no answer`);
    };
    const outcome = await attempt(world);
    const refused = world.cloud.calls[failing - 1] ?? '';
    if (refused === 'deleteSecurityGroup' || refused === 'terminateInstance') return;
    expectNothingLeft(world, outcome);
  });

  it.each(everyStep)('leaves nothing behind when step %i on the instance fails', async (failing) => {
    const world = new World();
    world.beforeRemote = () => {
      if (world.remote.length === failing) throw new Error('broken');
    };
    const outcome = await attempt(world);
    expect(outcome).toBeInstanceOf(Error);
    expectNothingLeft(world, outcome);
  });
});

describe('a bake that is interrupted', () => {
  it.each(everyCall)('leaves nothing behind when that happens during call %i', async (at) => {
    const world = new World();
    const interrupt = new AbortController();
    world.cloud.after = (_call, number) => {
      if (number === at) interrupt.abort(new Error('interrupted'));
    };
    const outcome = await attempt(world, interrupt.signal);
    expectNothingLeft(world, outcome);
    if (outcome !== 'baked') expect(outcome).toMatchObject({ message: 'interrupted' });
  });

  it.each(everyStep)('leaves nothing behind when that happens during step %i on the instance', async (at) => {
    const world = new World();
    const interrupt = new AbortController();
    world.beforeRemote = () => {
      if (world.remote.length === at) interrupt.abort(new Error('interrupted'));
    };
    const outcome = await attempt(world, interrupt.signal);
    expect(outcome).toMatchObject({ message: 'interrupted' });
    expectNothingLeft(world, outcome);
  });

  it('leaves nothing behind when a script hangs', async () => {
    const world = new World();
    const interrupt = new AbortController();
    world.behave = () => {
      setImmediate(() => interrupt.abort(new Error('interrupted')));
      return 'hang';
    };
    expect(await attempt(world, interrupt.signal)).toMatchObject({ message: 'interrupted' });
    expectNothingLeft(world, undefined);
  });
});
