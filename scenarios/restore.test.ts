import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateSnapshotCommand, DescribeVolumesCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ec2Of } from './support/cluster-watch.ts';
import { type ScenarioCloud, startLocalCloud } from './support/local-cloud.ts';
import { eventIn, memberAction } from './support/run-events.ts';
import { type Result, runImago, type RunOptions } from './support/run-imago.ts';
import { runProgram } from './support/run-program.ts';

const network = '10.235.0.0/16';

/** A store of one member that appends what is posted to it. */
const config = `
import { cluster, defineProject, memberHttp, oneAtATime } from 'imago';

const server = \`
import http.server
class Store(http.server.SimpleHTTPRequestHandler):
    def do_POST(self):
        with open("/data/words", "ab") as words:
            words.write(self.rfile.read(int(self.headers["Content-Length"])) + b" ")
        self.send_response(204)
        self.end_headers()
http.server.ThreadingHTTPServer(("", 2379), Store).serve_forever()
\`;

export default defineProject({
  name: 'restored',
  environments: {
    store: cluster({
      image: process.env.IMAGE ?? 'ami-00000000',
      members: 1,
      volumes: [{ name: 'data', size: 1, mountPoint: '/data' }],
      start: "cat > /srv/server.py <<'END'" + server + 'END\\ntouch /data/words\\nsystemd-run --working-directory=/data python3 /srv/server.py',
      ports: [2379],
      network: { allowFrom: ['${network}'] },
      health: memberHttp({ path: '/words', port: 2379, interval: '1s', timeout: '2s' }),
      strategy: oneAtATime({ minHealthyTime: '500ms', bakeTime: '500ms', healthyDeadline: '2m' }),
    }),
  },
});
`;

let cloud: ScenarioCloud;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  cloud = await startLocalCloud(network);
  writeFileSync(join(cloud.workDir, 'imago.config.ts'), config);
  const query = 'ec2 describe-images --owners 136693071363 --output text --query Images[0].ImageId';
  const name = ['--filters', 'Name=name,Values=debian-12-amd64-*', '--endpoint-url', cloud.endpoint];
  const told = await runProgram('/usr/bin/aws', [...query.split(' '), ...name], { env: cloud.clientEnv });
  env = { ...cloud.env, IMAGE: told.trim() };
});
afterAll(() => cloud.close());

const imago = (line: string, options: RunOptions = {}): Promise<Result> =>
  runImago(line.split(' '), { cwd: cloud.workDir, ...options, env });

async function done(line: string): Promise<string> {
  const result = await imago(line);
  expect(result, result.stderr).toMatchObject({ status: 0 });
  return result.stdout;
}

/** A snapshot with its volume's tags, as Data Lifecycle Manager makes them on a schedule. */
async function snapshot(): Promise<void> {
  const ec2 = ec2Of(cloud);
  const { Volumes = [] } = await ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'tag:imago:role', Values: ['member-volume'] }] }),
  );
  const [{ VolumeId, Tags } = {}] = Volumes;
  const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags }];
  await ec2.send(new CreateSnapshotCommand({ VolumeId, TagSpecifications }));
  ec2.destroy();
}

it('a cluster has the data of a snapshot again, though the restore is killed in between', async () => {
  const [address = ''] = /(?<=store-1 +)\S+/.exec(await done('deploy store')) ?? [];
  const url = `http://${address}:2379/words`;
  const words = async (): Promise<string> => (await fetch(url)).text();
  await fetch(url, { method: 'POST', body: 'before' });
  await snapshot();
  await fetch(url, { method: 'POST', body: 'after' });

  const listed = await imago('restore store');
  expect(listed.status).toBe(2);
  const [set = ''] = /\S+(?= {2}every member)/.exec(listed.stderr) ?? [];
  expect(await imago('restore store --snapshot #9 --yes')).toMatchObject({ status: 2 });
  expect(await words()).toBe('before after ');

  let kill = (): void => undefined;
  const killed = await imago(`restore store --snapshot ${set} --yes --json`, {
    onStart: (end) => (kill = end),
    onLine: (line) => {
      const event = eventIn(line);
      if (event !== undefined && memberAction(event, 'finished') === 'set-aside-volumes store-1') kill();
    },
  });
  expect(killed.status).not.toBe(0);
  expect(await done('resume store')).toContain(`the data are those of ${set}, on r1`);
  expect(await words()).toBe('before ');
  expect(await done('status store')).toMatch(/r1 is live; quorum[^]*set aside by restores: vol-/);
});
