// The example's three servers of Consul, founded and brought to a new image one by one under a client that writes and reads
// without pause, with the example's own times.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startConsulLoad } from '../scenarios/support/consul-load.ts';
import { imago, root, run, startCloud } from './support/cloud.ts';
import { row } from './support/measure.ts';
import { memberSeconds, rolloutSeconds } from './support/rollout-times.ts';
import { type TimedEvent, timedEvents } from './support/timed-events.ts';

const cloud = startCloud('10.225.0.0/16', 4542);
const project = mkdtempSync('/var/tmp/imago-bench-');
cpSync(join(root, 'examples/consul'), project, { recursive: true });
const options = { cwd: project, env: cloud.env };

const deploy = (): Promise<readonly TimedEvent[]> =>
  timedEvents(process.execPath, [imago, 'deploy', 'store'], options);

function edit(name: string, from: RegExp, to: string): void {
  const file = join(project, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}

try {
  // One client is enough.
  edit('imago.config.ts', /\n *test\(\{ name: 'keep-writing'.*/, '');
  const founding = await deploy();
  row('three servers of Consul 1.8 founded, all healthy for 5 s', `${rolloutSeconds(founding).toFixed(1)} s`);

  const stdout = await run(process.execPath, [imago, 'status', 'store', '--json'], options);
  const { members } = JSON.parse(stdout) as {
    readonly members: readonly { readonly name: string; readonly address: string }[];
  };
  edit('member/server.hcl', /(http_max_conns_per_client) = 200/, '$1 = 300');
  await run(process.execPath, [imago, 'bake'], options);
  const load = startConsulLoad(project, members.map(({ name, address }) => `${name}=${address}`).join(' '));
  const upgrade = await deploy();
  const { writes, reads, longestPause, lost, failures, leaders } = await load.stop();
  const each = memberSeconds(upgrade).map((one) => one.toFixed(1));
  row(
    'the same brought to a new image, one at a time, snapshots and 5 s of settling each included',
    `${rolloutSeconds(upgrade).toFixed(1)} s; a member ${each.join(', ')} s from its stop until it is healthy`,
  );
  row(
    'a client of it meanwhile',
    `longest pause ${longestPause} ms; ${writes} writes, ${reads} reads, ${failures.length} failed, ${lost.length} lost; ${leaders.length - 1} change of leaders`,
  );
} finally {
  cloud.close();
  rmSync(project, { recursive: true });
}
