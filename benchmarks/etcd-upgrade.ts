// The example's cluster of etcd, founded on 3.4 and upgraded to 3.5 member by member under a client that writes and reads
// without pause, with the example's own times.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateKeyPairCommand, EC2Client } from '@aws-sdk/client-ec2';
import { watchLeaders } from '../scenarios/support/etcd-leaders.ts';
import { startEtcdLoad } from '../scenarios/support/etcd-load.ts';
import { imago, root, run, startCloud } from './support/cloud.ts';
import { row } from './support/measure.ts';
import { memberSeconds, rolloutSeconds } from './support/rollout-times.ts';
import { type TimedEvent, timedEvents } from './support/timed-events.ts';

const cloud = startCloud('10.208.0.0/16', 4543);
const project = mkdtempSync('/var/tmp/imago-bench-');
cpSync(join(root, 'examples/etcd'), project, { recursive: true });

const optionsOn = (debian: '12' | '13'): { cwd: string; env: NodeJS.ProcessEnv } => ({
  cwd: project,
  env: { ...cloud.env, DEBIAN: debian },
});
const bake = (debian: '12' | '13'): Promise<string> =>
  run(process.execPath, [imago, 'bake'], optionsOn(debian));
const deploy = (debian: '12' | '13'): Promise<readonly TimedEvent[]> =>
  timedEvents(process.execPath, [imago, 'deploy', 'store'], optionsOn(debian));

try {
  const ec2 = new EC2Client({
    endpoint: cloud.endpoint,
    region: cloud.env['AWS_REGION'] ?? '',
    credentials: {
      accessKeyId: cloud.env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: cloud.env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  });
  const { KeyMaterial = '' } = await ec2.send(new CreateKeyPairCommand({ KeyName: 'etcd-example' }));
  writeFileSync(join(project, 'key'), KeyMaterial, { mode: 0o600 });
  ec2.destroy();
  for (const debian of ['12', '13'] as const) await bake(debian);

  const founding = await deploy('12');
  row('three members of etcd 3.4 founded, all healthy for 5 s', `${rolloutSeconds(founding).toFixed(1)} s`);

  const stdout = await run(process.execPath, [imago, 'status', 'store', '--json'], optionsOn('13'));
  const { members } = JSON.parse(stdout) as { readonly members: readonly { readonly address: string }[] };
  const addresses = members.map(({ address }) => address);
  const leaders = watchLeaders(addresses);
  const load = startEtcdLoad(addresses);
  const upgrade = await deploy('13');
  const [changes, totals] = await Promise.all([leaders.stop(), load.stop()]);
  const each = memberSeconds(upgrade);
  row(
    'the same upgraded to 3.5, one at a time, snapshots and 5 s of settling each included',
    `${rolloutSeconds(upgrade).toFixed(1)} s; a member ${each.map((one) => one.toFixed(1)).join(', ')} s from its stop to the next one's turn`,
  );
  const { written, read, retries, longestPauseMs, lost, failures } = totals;
  row(
    'a client of it meanwhile',
    `longest pause ${longestPauseMs} ms; ${written} writes, ${read} reads, ${retries} sent again, ${failures.length} failed, ${lost.length} lost; ${changes.length} change of leaders`,
  );
} finally {
  cloud.close();
  rmSync(project, { recursive: true });
}
