import { deploy, minutes } from '@imago/engine';
import { createMemoryStateStore } from '../../memory-state-store.ts';
import { createRandom } from '../../random.ts';
import { createVirtualClock } from '../../virtual-clock.ts';
import { environment, settingsOf } from './perform-command.ts';
import { begin } from './machines.ts';
import { startClusterProcess } from './process.ts';
import type { ClusterSchedule, ClusterTraits } from './schedule.ts';
import { rememberCluster } from './views.ts';
import { ClusterWorld } from './world.ts';

/** The state of an environment: documents by key. */
type Documents = ReadonlyMap<string, string>;

const calm = {
  boot: [500, 500],
  stop: [500, 500],
  detach: [500, 500],
  stale: 0,
  writes: 1,
  catchUp: 10,
} as const;
const written: Map<string, Documents> = new Map();

/** What a deploy of r1 that went well has left in the state store; each kind of cluster is founded once. */
export async function documentsOfFounding(
  schedule: Pick<ClusterSchedule, 'size' | 'volumes' | 'bootstrap'>,
  traits: ClusterTraits,
): Promise<Documents> {
  const { size, volumes, bootstrap } = schedule;
  const key = JSON.stringify([size, volumes, bootstrap, traits]);
  const known = written.get(key);
  if (known !== undefined) return known;
  const clock = createVirtualClock();
  const world = new ClusterWorld(createRandom(1), calm, { size, grows: bootstrap === 'one-at-a-time' });
  world.advance(clock.time());
  const memory = rememberCluster(world);
  world.changed = () => memory.changed();
  clock.onTick((now) => world.advance(now.getTime()));
  const state = createMemoryStateStore();
  const { ports, signal } = startClusterProcess(
    {
      world,
      memory,
      state,
      clock,
      random: createRandom(1),
      isDead: () => false,
      witness: () => undefined,
      emit: () => undefined,
      poll: 5,
    },
    { user: 'ann', host: 'laptop', pid: 0, start: '0' },
    { throttled: 0 },
  );
  const settings = settingsOf(schedule, { ...traits, gates: [] });
  await clock.drive(
    deploy({ ...environment, image: { id: 'ami-good-1' }, settings }, ports, signal),
    minutes(60),
  );
  written.set(key, state.documents);
  return state.documents;
}

/** Puts a cluster into a world as that deploy has left it. */
export function foundCluster(world: ClusterWorld, volumes: readonly string[]): void {
  world.securityGroup = true;
  world.templates.add('r1');
  for (const seat of world.seats) {
    const { name, ordinal } = seat;
    seat.networkInterface = { id: `eni-${ordinal}`, address: `10.0.0.${ordinal + 3}`, holder: undefined };
    const attempt = `1-${name}-1`;
    world.tokens.add(attempt);
    const machine = begin(world, { member: name, release: 'r1', attempt, bootstrap: 'new', own: true });
    // Whatever was ordered of it until now is over.
    machine.order += 1;
    machine.state = 'running';
    machine.started = true;
    machine.equippedAt = world.now;
    for (const volume of volumes) {
      world.disks.push({
        id: `vol-${name}-${volume}`,
        member: name,
        name: volume,
        fromSnapshot: undefined,
        restoredBy: undefined,
        replacedBy: undefined,
        state: 'in-use',
        attachment: { instance: machine.id, state: 'attached' },
        formatted: true,
        order: 0,
        entries: 100,
      });
    }
  }
  world.store.acknowledged = 100;
  world.touch('standing');
  world.settle();
}
