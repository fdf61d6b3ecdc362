import type { Action, FleetCloud, Observed } from '@imago/engine';
import type { Line } from './caller.ts';
import { stepsOf } from './changes.ts';
import type { Order } from './changes.ts';
import { leaveOut } from './incomplete-answers.ts';
import { rememberViews } from './memory-of-views.ts';
import type { MemoryOfViews } from './memory-of-views.ts';
import { joinViews } from './views.ts';
import type { SimulatedWorld } from './world/world.ts';

/** Told before each change that a process makes, so that it can be checked that it does no harm. */
export type Witness = (change: Action, order: Order | undefined) => void;

/** The fleet port over a simulated world, with no delay and no fault; the image's id says how its instances turn out. */
export const createSimulatedCloud = (world: SimulatedWorld, witness: Witness): FleetCloud =>
  connectCloud(world, rememberViews(world), witness, {
    async change(steps) {
      for (const step of steps) step();
      world.watcher.changed();
    },
    read: async (ask) => ask(() => 0),
  });

/** The fleet port over a simulated world, for one process. */
export function connectCloud(
  world: SimulatedWorld,
  memory: MemoryOfViews,
  witness: Witness,
  line: Line,
): FleetCloud {
  let stands = true;
  /** The last look, until something is changed. */
  let recent: Observed | undefined;
  const change = (action: Action, order?: Order): Promise<void> => {
    if (changesWhatStands(action)) stands = false;
    const known = recent !== undefined && world.now - recent.at.getTime() < 1000 ? recent : undefined;
    recent = undefined;
    return line.change([() => witness(action, order), ...stepsOf(world, action, { order, known })]);
  };
  return {
    async observe(environment, previous) {
      const known = stands ? previous : undefined;
      // The answer may be from any moment after the question.
      const asked = world.now;
      const seen = await line.read((age) => {
        const { groups } = memory.ago(age());
        const { health } = memory.ago(age());
        const { listener } = memory.ago(age());
        const read = memory.ago(age()).standing;
        const standing = known?.loadBalancer?.state === 'active' ? read : leaveOut(world, read, listener);
        return joinViews(environment, asked, { groups, health, listener, standing }, known);
      });
      stands = true;
      recent = seen;
      return seen;
    },
    ensureEnvironment: () => change({ kind: 'prepare-environment' }),
    ensureSide: (_, { release, image, settings, capacity, suspendedProcesses, weight }) =>
      change({ kind: 'prepare-side', release, capacity, suspendedProcesses, weight }, { image, settings }),
    ensureTemplate: (_, { release, image, settings }) =>
      change({ kind: 'prepare-template', release }, { image, settings }),
    setWeights: (_, weights) => change({ kind: 'set-weights', weights }),
    setCapacity: (_, release, capacity) => change({ kind: 'set-capacity', release, capacity }),
    scheduleRetirement: (_, release, at) =>
      change({ kind: 'schedule-retirement', release, at: at.toISOString() }),
    cancelRetirement: (_, release) => change({ kind: 'cancel-retirement', release }),
    setSuspended: (_, release, processes) => change({ kind: 'set-suspended', release, processes }),
    setTemplate: (_, release, template) => change({ kind: 'set-template', release, template }),
    terminate: (_, release, instances, shrink) => change({ kind: 'terminate', release, instances, shrink }),
    setTestTraffic: (_, releases) => change({ kind: 'set-test-traffic', releases }),
    startRefresh: (_, release, template, preferences) =>
      change({ kind: 'start-refresh', release, template, preferences }),
    cancelRefresh: (_, release) => change({ kind: 'cancel-refresh', release }),
    removeSide: (_, release) => change({ kind: 'remove-side', release }),
    removeEnvironment: () => change({ kind: 'remove-environment' }),
    consoleOutput: (id) => line.read(() => `${id}: booted\n`),
    launchFailures: (_, release) =>
      line.read(() => world.sides.get(release)?.group?.failures.slice(0, 3) ?? []),
  };
}

/** Whether a look after it has to ask again for more than what moves. */
function changesWhatStands({ kind }: Action): boolean {
  switch (kind) {
    case 'prepare-environment':
    case 'prepare-side':
    case 'prepare-template':
    case 'remove-side':
    case 'remove-environment':
    case 'schedule-retirement':
    case 'cancel-retirement':
    case 'start-refresh':
    case 'cancel-refresh':
      return true;
    case 'set-weights':
    case 'set-capacity':
    case 'set-suspended':
    case 'set-template':
    case 'set-test-traffic':
    case 'terminate':
      return false;
  }
}
