// What a rollout costs by itself: the decision about a group of 10,000 instances, and the memory of a day's rollout.
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { deploy, hours, seconds, strategyNamed } from '@imago/engine';
import type { JournalEntry, Observed, ObservedInstance, RollingSettings, RolloutRecord } from '@imago/engine';
import {
  createMemoryStateStore,
  createRandom,
  createVirtualClock,
  fleetSettings,
  SimulatedWorld,
  startProcess,
} from '@imago/testkit';
import { follow } from '../packages/engine/src/rollout/follow.ts';
import { look, nothingSeen } from '../packages/engine/src/rollout/progress.ts';
import { row } from './support/measure.ts';

const rolling = strategyNamed('rolling') as RollingSettings;

measureDecisions(10_000);
await measureMemory();

/** Half of the instances are replaced, in batches of a hundred; the decision is which ones go next. */
function measureDecisions(size: number): void {
  const start = Date.UTC(2026, 0, 1);
  const at = (minute: number): Date => new Date(start + minute * 60_000);
  const old = Array.from({ length: size }, (_, index) => `i-old${index}`);
  const batches = Array.from({ length: size / 200 }, (_, batch) => old.slice(batch * 100, batch * 100 + 100));
  const now = at(batches.length + 2);
  const strategy: RollingSettings = { ...rolling, batch: { count: 100 }, maxHealthyPercentage: 101 };
  const atRest = { min: size, desired: size, max: size };
  const capacity = { ...atRest, desired: size + 100, max: size + 100 };
  const entries: JournalEntry[] = [
    {
      kind: 'act',
      at: at(0).toISOString(),
      actions: [
        { kind: 'prepare-environment' },
        { kind: 'prepare-template', release: 'r2' },
        { kind: 'set-suspended', release: 'r1', processes: ['AZRebalance'] },
        { kind: 'set-template', release: 'r1', template: 'r2' },
      ],
    },
    {
      kind: 'act',
      at: at(0).toISOString(),
      actions: [{ kind: 'set-capacity', release: 'r1', capacity, atRest }],
    },
    ...batches.map((instances, batch): JournalEntry => ({
      kind: 'act',
      at: at(batch + 1).toISOString(),
      actions: [{ kind: 'terminate', release: 'r1', instances, shrink: false }],
    })),
  ];
  const record: RolloutRecord = {
    number: 2,
    kind: 'deploy',
    strategy,
    to: 'r2',
    from: 'r1',
    toSide: 'r1',
    fromSide: 'r1',
    environmentExisted: true,
    before: [{ release: 'r1', launches: 'r1', capacity: atRest, suspendedProcesses: [], weight: 100 }],
    capacity: atRest,
    startedAt: at(0).toISOString(),
    by: 'ann@laptop',
    token: 2,
    entries,
  };
  const instance = (id: string, release: 'r1' | 'r2', launchedAt: Date): ObservedInstance => ({
    id,
    release,
    launchedAt,
    lifecycleState: 'InService',
    zone: `us-east-1${'abc'[Number(id.slice(-1)) % 3]}`,
    address: '10.0.0.1',
    protected: false,
    health: 'healthy',
  });
  const ended = batches.flat().length;
  const instances = [
    ...old.slice(ended).map((id) => instance(id, 'r1', at(-60))),
    ...old.slice(0, ended + 100).map((id) => instance(`${id}-new`, 'r2', at(1))),
  ];
  const group = {
    name: 'shop-production-r1',
    launches: 'r2',
    capacity,
    deleting: false,
    suspendedProcesses: ['AZRebalance'],
    instances,
  } as const;
  const observed: Observed = {
    environment: { project: 'shop', environment: 'production' },
    at: now,
    securityGroups: {},
    loadBalancer: { arn: 'arn', dnsName: 'shop.test', state: 'active' },
    listener: { arn: 'arn', port: 80, testTraffic: [] },
    sides: [
      { release: 'r1', launchTemplateId: 'lt-1', targetGroupArn: 'arn-1', weight: 100, group },
      { release: 'r2', launchTemplateId: 'lt-2' },
    ],
  };
  const circumstances = { checks: [], probed: false, interrupted: false, now };
  const times: number[] = [];
  let kind = '';
  // seen healthy a minute ago as well: what is decided is an act
  const before = look(nothingSeen, observed, record, at(batches.length + 1));
  for (let turn = 0; turn < 100; turn += 1) {
    const begun = performance.now();
    const sight = look(before, observed, record, now);
    const decision = follow(observed, record, { ...circumstances, sight });
    times.push(performance.now() - begun);
    kind = decision.kind === 'act' ? decision.actions.map((action) => action.kind).join(', ') : decision.kind;
  }
  const [first = 0] = times;
  const sorted = times.toSorted((a, b) => a - b);
  row(
    `decision about ${instances.length.toLocaleString('en')} instances (${kind})`,
    `${sorted[49]?.toFixed(1)} ms, the slowest of 100 ${sorted.at(-1)?.toFixed(1)} ms, the first ${first.toFixed(1)} ms`,
  );
}

/** A rolling deploy that bakes for a day, sampled every second, with a gate that is asked every minute. */
async function measureMemory(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const clock = createVirtualClock();
  const random = createRandom(1);
  const world = new SimulatedWorld(random);
  world.advance(clock.now());
  clock.onTick((now) => world.advance(now));
  let looks = 0;
  const state = createMemoryStateStore();
  const { ports, signal } = startProcess(
    {
      state,
      clock,
      world,
      random,
      isDead: () => false,
      poll: seconds(5),
      emit: ({ code }) => {
        if (code === 'observed') looks += 1;
      },
    },
    { user: 'ann', host: 'laptop', pid: 1, start: '' },
    { throttled: 0 },
  );
  const ref = { project: 'shop', environment: 'production' };
  const settings = fleetSettings({
    probe: { path: '/healthz', requestsPerSecond: 1 },
    strategy: { ...rolling, minHealthyTime: seconds(1), bakeTime: hours(24) },
    gates: [
      {
        kind: 'command',
        name: 'smoke',
        at: 'always',
        on: 'here',
        run: 'true',
        sampling: { interval: seconds(60), count: 1, failureLimit: 0, timeout: seconds(5) },
      },
    ],
  });
  const first = fleetSettings({ probe: 'off' });
  const roll = (id: string, using: typeof settings) =>
    deploy({ ...ref, image: { id }, settings: using }, ports, signal);
  await clock.drive(roll('ami-1', first), hours(2));
  const work = roll('ami-2', settings);
  // what the first hour needs is there by then
  await clock.drive(clock.pass(hours(1).milliseconds), hours(2));
  const [early, looksEarly] = [heap(), looks];
  await clock.drive(clock.pass(hours(22.5).milliseconds), hours(30));
  const late = heap();
  const outcome = await clock.drive(work, hours(30));
  if (outcome.kind !== 'deployed') throw new Error(`the rollout ended as ${outcome.kind}`);
  row(
    `memory of a rollout that takes a day (${(looks - looksEarly).toLocaleString('en')} looks)`,
    `heap after the first hour ${early.toFixed(1)} MiB, after 23.5 hours ${late.toFixed(1)} MiB`,
  );
}
