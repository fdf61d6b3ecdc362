// Plays rollouts in the simulator: `npm run simulate -- --seed 1 --count 10000`.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bundleSimulator } from './simulator/bundle.mjs';
import { gameOf } from './simulator/game.mjs';
import { playSeeds } from './simulator/play-seeds.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const strategies = ['blue-green', 'canary', 'rolling', 'instance-refresh'];
const { values } = readOptions({
  options: {
    seed: { type: 'string', default: 'fresh' },
    count: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    strategy: { type: 'string' },
    clusters: { type: 'boolean', default: false },
    schedule: { type: 'string' },
    keep: { type: 'string', default: '.' },
    story: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** The user's mistakes are told in one line, with exit status 2. */
function readOptions(config) {
  try {
    const parsed = parseArgs(config);
    const { seed, count, workers, strategy } = parsed.values;
    if (seed !== 'fresh') wholeNumber('--seed', seed, 0);
    if (count !== undefined) wholeNumber('--count', count, 1);
    wholeNumber('--workers', workers, 1);
    if (strategy !== undefined && !strategies.includes(strategy))
      throw new Error(`--strategy ${JSON.stringify(strategy)} is none: write ${strategies.join(', ')}`);
    return parsed;
  } catch (error) {
    console.error(`simulate: ${error.message}`);
    process.exit(2);
  }
}

function wholeNumber(option, text, least) {
  if (/^\d{1,15}$/.test(text) && Number(text) >= least) return;
  throw new Error(`${option} ${JSON.stringify(text)} is wrong: write a whole number from ${least}`);
}

const kind = values.clusters ? 'clusters' : 'fleets';
if (values.help) {
  console.log(`npm run simulate -- [options]

  --seed N          the first seed; alone, only this one is played  (a fresh one each time)
  --count N         how many schedules, one a seed
  --workers N       threads  (one for each core)
  --strategy NAME   blue-green, canary, rolling or instance-refresh  (all of them, mixed)
  --clusters       play clusters, and no fleets
  --keep FOLDER     where the smallest schedules that fail are written to  (.)
  --story           tell what happens in the schedule of --seed
  --schedule FILE   play a schedule that was kept, and tell what happens in it`);
} else {
  const bundle = await bundleSimulator(root);
  try {
    const simulator = gameOf(await import(bundle.url), kind);
    process.exitCode = await main(simulator, bundle.url);
  } finally {
    await bundle.remove();
  }
}

async function main(simulator, url) {
  // One that is not named is another each time, so that what CI plays adds up.
  const seed = values.seed === 'fresh' ? Date.now() % 1_000_000_000 : Number(values.seed);
  if (values.schedule !== undefined) {
    return tell(simulator, JSON.parse(await readFile(values.schedule, 'utf8')));
  }
  if (values.story || values.count === undefined) {
    return tell(simulator, simulator.drawSchedule(seed, values.strategy));
  }
  console.log(`seeds from ${seed} on`);
  return playMany(simulator, url, seed);
}

/** Plays one schedule and tells its story. */
async function tell({ runSchedule }, schedule) {
  const { story, outcomes, violations } = await runSchedule(schedule, { story: true });
  console.log(story.join('\n'));
  console.log(`\ncommands ended as ${outcomes.join(', ')}`);
  console.log(violations.length === 0 ? 'every invariant holds' : `broken:\n  ${violations.join('\n  ')}`);
  return violations.length === 0 ? 0 : 1;
}

async function playMany(simulator, url, seed) {
  const begun = Date.now();
  const kinds = new Map();
  let failing = 0;
  const count = Number(values.count);
  const failed = (failure) => {
    failing += 1;
    for (const violation of failure.violations) {
      const kind = simulator.kindOf(violation);
      const known = kinds.get(kind) ?? { times: 0, ...failure, violation };
      kinds.set(kind, { ...known, times: known.times + 1 });
    }
    return false;
  };
  const progress = (played) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${played} of ${count}, ${failing} failing `);
  };
  const { strategy } = values;
  const played = await playSeeds({
    url,
    from: seed,
    count,
    workers: Number(values.workers),
    kind,
    strategy,
    failed,
    progress,
  });
  const seconds = (Date.now() - begun) / 1000;
  console.log(
    `${played} schedules in ${seconds.toFixed(1)}s: ${Math.round(played / seconds)} a second, ${failing} failing`,
  );
  for (const [kind, failure] of kinds) await report(simulator, kind, failure);
  return failing === 0 ? 0 : 1;
}

/** Shrinks the first schedule that broke an invariant, keeps it, and says how it is played again. */
async function report({ drawSchedule, shrink, runSchedule }, kind, { seed, times, violation }) {
  console.log(`\n${kind}: ${times} times, first with seed ${seed}\n  ${violation}`);
  const small = await shrink(drawSchedule(seed, values.strategy), violation);
  const file = join(values.keep, `schedule-${seed}-${kind}.json`);
  await writeFile(file, `${JSON.stringify(small, undefined, 2)}\n`);
  const { outcomes } = await runSchedule(small);
  const strategy = values.strategy === undefined ? '' : ` --strategy ${String(values.strategy)}`;
  const clusters = values.clusters ? '--clusters ' : '';
  console.log(`  npm run simulate -- ${clusters}--seed ${seed}${strategy}`);
  console.log(`  the smallest that still does: ${outcomes.length} commands, ${small.events.length} events`);
  console.log(`  npm run simulate -- ${clusters}--schedule ${file}`);
  // Where the file does not outlive the machine, this does.
  console.log(`  ${JSON.stringify(small)}`);
}
