import { readFile, rm, writeFile } from 'node:fs/promises';
import { RunError, run } from '../../run.ts';
import type { CloudNames } from '../cloud-names.ts';
import type { Layout } from '../layout.ts';
import { removeCgroups } from '../host/cgroups.ts';
import { removePort } from '../network/ports.ts';
import { renderConfig } from './render-config.ts';
import type { MachineRecord } from './machine-record.ts';

/** What a machine is started with. */
export interface StartFacts {
  readonly layout: Layout;
  readonly names: CloudNames;
  readonly record: MachineRecord;
  readonly layers: readonly string[];
  readonly mtu: number;
  /** What it may use of the host's block devices, for cgroup v2. */
  readonly deviceRules: readonly string[];
}

/** Starts a machine; resolves as soon as its init runs. The machine does not depend on our life. */
export async function startMachine(start: StartFacts): Promise<void> {
  const { layout, names, record, layers, mtu, deviceRules } = start;
  const { id, address } = record.spec;
  const paths = layout.machine(id);
  await Promise.all([
    rm(paths.log, { force: true }),
    // A monitor that was killed leaves these, and LXC would not start in them.
    removeCgroups(`${names.cgroupPrefix}${id}.`),
    removePort(names, address),
  ]);
  const { plugScript, volumeScript } = layout;
  const facts = { spec: record.spec, paths, layers, names, mtu, plugScript, volumeScript, deviceRules };
  await writeFile(paths.config, renderConfig(facts));
  const files = ['-p', paths.monitorPid, '-o', paths.log, '-l', 'INFO'];
  try {
    await run('lxc-start', ['-P', layout.machines, '-n', id, '-d', ...files], { timeoutMs: 60_000 });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const log = await readFile(paths.log, 'utf8').catch(() => '');
    throw new Error(`machine ${id} did not start: ${reasons(log) || error.message}`, { cause: error });
  }
}

/** LXC's own words on why, without its time stamps and source lines. */
function reasons(log: string): string {
  const lines = log.split('\n').filter((line) => / (ERROR|WARN) /.test(line));
  return lines
    .map((line) => line.replace(/^.* (ERROR|WARN)\s+\S+ - \S+ - /, ''))
    .slice(0, 6)
    .join('; ');
}
