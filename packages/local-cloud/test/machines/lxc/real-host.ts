import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { cloudNames } from '../../../src/machines/lxc/cloud-names.ts';
import type { MachineExit, MachineSpec, Machines } from '../../../src/machines/machines.ts';
import { missingPackages } from '../../../src/machines/required-packages.ts';
import { run } from '../../../src/machines/run.ts';
import { machinesFor, specFor } from './machines-for.ts';
import { answerMetadata } from './metadata-answers.ts';

const obstacle = await whyNot();

async function whyNot(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'needs root';
  const missing = await missingPackages();
  return missing.length === 0 ? undefined : `needs the packages ${missing.join(' ')}`;
}

/** Tests on real machines: skipped with a word where the host cannot have any, failing there in CI. */
export function describeMachines(title: string, body: () => void): void {
  if (obstacle === undefined) describe(title, { timeout: 120_000 }, body);
  else if (process.env['CI'] === undefined) describe.skip(`${title} (${obstacle})`, body);
  else {
    throw new Error(`${title}: ${obstacle}`);
  }
}

/** A cloud of real machines for one test file, with a small metadata service. */
export interface TestCloud {
  readonly machines: Machines;
  readonly dataDir: string;
  readonly network: string;
  readonly exits: MachineExit[];
  spec(number: number, disk?: string): MachineSpec;
  /** Creates, boots and waits for sshd. */
  launch(number: number, disk?: string): Promise<MachineSpec>;
  /** Runs a command in the machine as root, not over the network. */
  inside(spec: MachineSpec, command: string): Promise<string>;
  close(): Promise<void>;
}

export async function openTestCloud(network: string): Promise<TestCloud> {
  const dataDir = await mkdtemp('/var/tmp/imago-test-');
  const machines = machinesFor(dataDir, network);
  const exits: MachineExit[] = [];
  machines.onExit((exit) => exits.push(exit));
  await machines.open(new Set());
  await machines.prepareBase('debian-12');
  await machines.serveMetadata(answerMetadata);
  const spec = (number: number, disk = 'debian-12'): MachineSpec => specFor(network, number, disk);
  return {
    machines,
    dataDir,
    network,
    exits,
    spec,
    async launch(number, disk) {
      const launched = spec(number, disk);
      await machines.create(launched);
      await machines.boot(launched.id);
      await expectSoon(async () => reachable(launched.address, 22));
      return launched;
    },
    inside: (spec, command) => inside(dataDir, spec.id, command),
    async close() {
      await machines.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function inside(dataDir: string, id: string, command: string): Promise<string> {
  const { stdout } = await run('lxc-attach', ['-P', join(dataDir, 'm'), '-n', id, '--', 'sh', '-c', command]);
  return stdout;
}

/** Opens a connection; true when the other side took it. */
export async function reachable(address: string, port: number, timeoutMs = 700): Promise<boolean> {
  const socket = connect({ host: address, port });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.setTimeout(timeoutMs, () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/** Asks until it holds, at most 30 seconds. */
export async function expectSoon(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    if (await holds()) return;
    await sleep(50);
  }
  expect.fail(`did not come true in time: ${holds.toString()}`);
}

/** Everything on the host that bears the name of the cloud or lies in its directory. */
export async function traces(network: string, dataDir: string): Promise<readonly string[]> {
  const { cloud, portPrefix, cgroupPrefix } = cloudNames(network);
  const links = readdirSync('/sys/class/net').filter((name) => name === cloud || name.startsWith(portPrefix));
  const { stdout: tables } = await run('nft', ['list', 'tables']);
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  const { stdout: cgroups } = await run('find', ['/sys/fs/cgroup', '-name', `${cgroupPrefix}*`]);
  const { stdout: namespaces } = await run('ip', ['netns', 'list']);
  const { stdout: loops } = await run('losetup', ['--all'], { accept: [1] });
  const processes = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && commandLine(pid).includes(dataDir),
  );
  return [
    ...links,
    ...tables.split('\n').filter((line) => line.endsWith(` ${cloud}`)),
    ...mounts.filter((line) => line.includes(dataDir)),
    ...cgroups.split('\n').filter(Boolean),
    ...namespaces.split('\n').filter((line) => line.includes(cloud)),
    ...loops.split('\n').filter((line) => line.includes(dataDir)),
    ...processes.map((pid) => `process ${pid}: ${commandLine(pid)}`),
    ...(existsSync(`/run/imago/clouds/${cloud}.json`) ? ['claim'] : []),
  ];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
