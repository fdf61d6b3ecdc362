import { describe, expect, it } from 'vitest';
import { cleanLeftovers, findLeftovers } from '../../src/bake/leftovers.ts';
import { formatOwner, parseOwner, temporaryTags } from '../../src/bake/temporaries.ts';
import { World } from './world.ts';

const never = new AbortController().signal;

/** What a bake of a process has made when it is killed. */
async function leave(
  world: World,
  bakeId: string,
  owner: { host: string; pid: number },
  ageHours = 0,
): Promise<void> {
  const at = new Date(world.clock.now().getTime() - ageHours * 3_600_000);
  const tags = temporaryTags(bakeId, 'app', { user: 'me', start: 'boot/7', ...owner }, at);
  await world.cloud.port.importKeyPair({ name: `key-${bakeId}`, publicKey: 'p', tags }, never);
  const group = await world.cloud.port.createSecurityGroup({ name: bakeId, description: '', tags }, never);
  const spec = { clientToken: bakeId, imageId: 'ami-debian', instanceType: 't3.small', volumeTags: {} };
  await world.cloud.port.runInstance({ ...spec, securityGroupIds: [group], tags }, never);
}

describe('what a killed bake left behind', () => {
  it('is found and deleted when its process is gone', async () => {
    const world = new World();
    world.dead.add(7);
    await leave(world, 'bake-dead', { host: 'here', pid: 7 });
    await leave(world, 'bake-alive', { host: 'here', pid: 8 });
    expect(await findLeftovers(world.ports, never)).toMatchObject([{ bakeId: 'bake-dead', recipe: 'app' }]);
    await cleanLeftovers(world.ports, never);
    expect(world.cloud.leftovers).toHaveLength(3);
    expect([...world.cloud.keyPairs.keys()]).toEqual(['key-bake-alive']);
    expect(world.events.filter(({ code }) => code === 'bake-leftover')).toMatchObject([
      { removed: true },
      { removed: true },
      { removed: true },
    ]);
    expect(await findLeftovers(world.ports, never)).toEqual([]);
  });

  it('on another machine is taken for alive for half a day', async () => {
    const world = new World();
    await leave(world, 'bake-young', { host: 'there', pid: 7 }, 11);
    await leave(world, 'bake-old', { host: 'there', pid: 7 }, 13);
    expect((await findLeftovers(world.ports, never)).map(({ bakeId }) => bakeId)).toEqual(['bake-old']);
  });

  it('stays when a person wanted to keep it', async () => {
    const world = new World();
    world.dead.add(7);
    await leave(world, 'bake-kept', { host: 'here', pid: 7 });
    await world.cloud.port.tag([...world.cloud.instances.keys()], { 'imago:kept': 'true' }, never);
    expect(await findLeftovers(world.ports, never)).toEqual([]);
  });
});

describe('an owner in a tag', () => {
  it('survives the way through AWS, whatever its parts are', () => {
    const owner = { host: 'ip-10-0-0-1', pid: 12, start: '9b1d/x y+z%', user: 'some/one' };
    expect(parseOwner(formatOwner(owner))).toEqual(owner);
    expect(formatOwner(owner)).toMatch(/^[\w\s.:/=+\-@]+$/);
    expect(parseOwner('nonsense')).toBeUndefined();
  });
});
