import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyPairCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { ec2Of } from './cluster-watch.ts';
import { type JournalProxy, startJournalProxy } from './journal-proxy.ts';
import { type ScenarioCloud, startLocalCloud } from './local-cloud.ts';
import { eventIn, type RunEvent } from './run-events.ts';
import { type Result, root, type RunOptions, runImago } from './run-imago.ts';

/** Three members of etcd on a local cloud of their own. */
export interface EtcdCluster {
  readonly cloud: ScenarioCloud;
  readonly ec2: EC2Client;
  /** Through it go all commands. */
  readonly proxy: JournalProxy;
  /** By member. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Runs a command in its project; `env` are variables that the config reads. */
  imago(args: readonly string[], options?: RunOptions): Promise<Result>;
  /** Deploys, and tells each event as it comes. */
  deploy(options: DeployOptions, ...args: readonly string[]): Promise<Result>;
  status(): Promise<EtcdStatus>;
  close(): Promise<void>;
}

interface DeployOptions extends RunOptions {
  readonly onEvent?: (event: RunEvent) => void;
}

/** What `imago status --json` says of it. */
interface EtcdStatus {
  readonly live: string;
  readonly quorum: boolean;
  readonly leader: string;
  readonly members: readonly {
    readonly name: string;
    readonly address: string;
    readonly instances: readonly { readonly release: string }[];
    readonly health: { readonly version: string };
  }[];
}

/**
 * The example's config with times that suit a scenario. BROKEN: the image lacks etcd. DEADLINE: how long a member may take
 * to be healthy. TESTED: the example's tests run before, during and after, and not only after.
 */
function writeProject(folder: string): void {
  cpSync(join(root, 'examples/etcd'), folder, { recursive: true });
  const file = join(folder, 'imago.config.ts');
  const changes: readonly (readonly [RegExp, string])[] = [
    [
      /oneAtATime\(\{[^}]*\}\)/,
      "oneAtATime({ healthyDeadline: process.env['DEADLINE'] ?? '2m', stopDeadline: '20s', minHealthyTime: '1s', bakeTime: '1s' })",
    ],
    [/image: node,/, "image: process.env['BROKEN'] === undefined ? node : broken,"],
    [/size: 8,/, 'size: 1,'],
    [
      /at: \['before', 'during', 'after'\]/,
      "at: process.env['TESTED'] === undefined ? ['after'] : ['before', 'during', 'after']",
    ],
    [
      /export default/,
      "const broken = image('broken', { from: node, provision: [shell({ inline: ['rm /usr/bin/etcd'], sudo: true })] });\n\n$&",
    ],
  ];
  let text = readFileSync(file, 'utf8');
  for (const [pattern, replacement] of changes) {
    if (!pattern.test(text)) throw new Error(`${file} has nothing like ${pattern.source}`);
    text = text.replace(pattern, replacement);
  }
  writeFileSync(file, text);
}

/** Founds the example's cluster on etcd 3.4, and bakes the image with 3.5. */
export async function foundEtcd(network: string): Promise<EtcdCluster> {
  const cloud = await startLocalCloud(network);
  const proxy = await startJournalProxy(cloud);
  const ec2 = ec2Of(cloud);
  const folder = mkdtempSync(join(tmpdir(), 'imago-etcd-'));
  writeProject(folder);
  const imago = (args: readonly string[], options: RunOptions = {}): Promise<Result> =>
    runImago(args, { cwd: folder, ...options, env: { ...proxy.env, DEBIAN: '13', ...options.env } });
  const deploy: EtcdCluster['deploy'] = ({ onEvent, ...options }, ...args) => {
    const onLine = (line: string): void => {
      const event = eventIn(line);
      if (event !== undefined) onEvent?.(event);
    };
    return imago(['deploy', 'store', '--json', ...args], { ...options, onLine });
  };
  const status = async (): Promise<EtcdStatus> => {
    const told = await imago(['status', 'store', '--json']);
    expect(told, told.stderr).toMatchObject({ status: 0 });
    return JSON.parse(told.stdout) as EtcdStatus;
  };
  const close = async (): Promise<void> => {
    ec2.destroy();
    rmSync(folder, { recursive: true, force: true });
    await proxy.close();
    await cloud.close();
  };
  try {
    const { KeyMaterial = '' } = await ec2.send(new CreateKeyPairCommand({ KeyName: 'etcd-example' }));
    writeFileSync(join(folder, 'key'), KeyMaterial, { mode: 0o600 });
    const baked = await imago(['bake', 'etcd', '--quiet']);
    expect(baked, baked.stderr).toMatchObject({ status: 0 });
    const founded = await imago(['deploy', 'store'], { env: { DEBIAN: '12' } });
    expect(founded, founded.stderr).toMatchObject({ status: 0 });
    const addresses = new Map((await status()).members.map(({ name, address }) => [name, address]));
    return { cloud, ec2, proxy, addresses, imago, deploy, status, close };
  } catch (error) {
    await close();
    throw error;
  }
}
