import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type JournalProxy, startJournalProxy } from './support/journal-proxy.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { fleetFacts, strategies, writeRolloutProject } from './support/rollout-project.ts';
import { type Result, runImago } from './support/run-imago.ts';
import { startSteadyLoad } from './support/steady-load.ts';

/** Every entry of every strategy with `npm run test:crashes`; in CI, this many of each, chosen by the seed. */
const sample = process.env['IMAGO_CRASHES'] === 'all' ? undefined : Number(process.env['IMAGO_CRASHES'] ?? 2);
const seed = Number(process.env['IMAGO_SEED'] ?? Date.now() % 1_000_000);
const only = process.env['IMAGO_STRATEGY'];

let cloud: ScenarioCloud;
let proxy: JournalProxy;
let folder: string;
let url: string;
let live = 'a';

const other = (): string => (live === 'a' ? 'b' : 'a');

const imago = (
  args: readonly string[],
  strategy: string,
  onStart?: (kill: () => void) => void,
): Promise<Result> =>
  runImago(args, {
    cwd: folder,
    env: { ...proxy.env, STRATEGY: strategy },
    ...(onStart === undefined ? {} : { onStart }),
  });

const deploy = (version: string, strategy: string, onStart?: (kill: () => void) => void): Promise<Result> =>
  imago(['deploy', 'production', '--var', `version=${version}`], strategy, onStart);

beforeAll(async () => {
  cloud = await startLocalCloud('10.238.0.0/16');
  proxy = await startJournalProxy(cloud);
  folder = mkdtempSync(join(tmpdir(), 'imago-crashes-'));
  writeRolloutProject(folder, { drain: '1s' });
  for (const version of ['b', 'a']) {
    const baked = await imago(['bake', '--var', `version=${version}`], 'blue-green');
    expect(baked, baked.stderr).toMatchObject({ status: 0 });
  }
  const first = await deploy('a', 'blue-green');
  expect(first, first.stderr).toMatchObject({ status: 0 });
  const { stdout } = await imago(['status', 'production', '--json'], 'blue-green');
  url = (JSON.parse(stdout) as { readonly url: string }).url;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await proxy.close();
  await cloud.close();
});

/** How many journal writes a rollout has that nobody kills, and which of them this run kills at. */
async function chooseWrites(strategy: string): Promise<readonly number[]> {
  proxy.arm(Number.POSITIVE_INFINITY, () => {});
  const undisturbed = await deploy(other(), strategy);
  expect(undisturbed, undisturbed.stderr).toMatchObject({ status: 0 });
  live = other();
  const all = Array.from({ length: proxy.writes() }, (_, index) => index + 1);
  if (sample === undefined) return all;
  const stride = Math.max(1, Math.floor(all.length / sample));
  return all.filter((write) => write % stride === seed % stride).slice(0, sample);
}

describe.each(Object.keys(strategies).filter((name) => only === undefined || name === only))(
  '%s, killed after entries of its journal',
  (strategy) => {
    it(
      `is resumed or put back with no failed request, and leaves nothing (seed ${seed})`,
      async () => {
        const writes = await chooseWrites(strategy);
        const before = await fleetFacts(cloud);
        const load = startSteadyLoad(url, 100);
        const rounds = writes.flatMap((write) =>
          sample === undefined
            ? (['resume', 'abort'] as const).map((command) => ({ write, command }))
            : [{ write, command: (write + seed) % 2 === 0 ? ('resume' as const) : ('abort' as const) }],
        );
        for (const { write, command } of rounds) {
          const killed = await deploy(other(), strategy, (kill) => proxy.arm(write, kill));
          proxy.arm(Number.POSITIVE_INFINITY, () => {});
          const next = await imago([command, 'production'], strategy);
          const told = `${strategy}, killed after write ${write}, then ${command}\n${killed.stderr}\n${command}:\n${next.stdout}\n${next.stderr}`;
          const text = await (await fetch(url)).text();
          const running = /version (\w)/.exec(text)?.[1] ?? '';
          // The last write closes the journal: then there is nothing left to resume or to abort.
          const over = next.status === 2;
          expect([0, 2], told).toContain(next.status);
          expect(running, told).toBe(command === 'resume' || over ? other() : live);
          live = running;
          expect(await fleetFacts(cloud), told).toEqual(before);
        }
        const { requests, failures, detail } = await load.stop();
        expect(requests).toBeGreaterThan(100);
        expect(failures, detail).toBe(0);
      },
      sample === undefined ? 3_600_000 : 600_000,
    );
  },
);
