import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import type { NameServers, NameServerSpec } from '../name-servers.ts';
import { runningPid, startProcess, stopProcesses } from './dnsmasq-process.ts';
import { answersByMark, withMark } from './hosts-mark.ts';
import { type NameServerPaths, nameServerPaths } from './name-server-paths.ts';
import { renderHosts, renderNameServer } from './render-names.ts';

/** Name servers whose processes can be taken over after a crash of ours, and taken off the host. */
export interface DnsmasqServers extends NameServers {
  /** Ends every process and deletes every file. */
  close(): Promise<void>;
}

/** Where name servers keep their files, and whom they tell what they do. */
export interface DnsmasqOptions {
  readonly dir: string;
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
}

/** Name servers by dnsmasq. What a process has read is what stands in its folder, so that it can be taken over. */
export function createDnsmasqServers({ dir, log }: DnsmasqOptions): DnsmasqServers {
  /** What each process is known to answer by. */
  const applied = new Map<string, NameServerSpec>();
  let closed = false;

  async function apply(spec: NameServerSpec): Promise<void> {
    const paths = nameServerPaths(dir, spec.id);
    const pid = runningPid(paths);
    if (closed || (pid !== undefined && applied.get(spec.id) === spec)) return;
    applied.delete(spec.id);
    await mkdir(paths.dir, { recursive: true, mode: 0o700 });
    const config = renderNameServer(spec, paths);
    const { text, mark } = withMark(renderHosts(spec));
    await writeWhole(paths.hosts, text);
    if (pid !== undefined && readText(paths.config) === config) {
      process.kill(pid, 'SIGHUP');
    } else {
      await restart(paths, config);
      log(pid === undefined ? 'name server started' : 'name server restarted', {
        id: spec.id,
        address: spec.address,
      });
    }
    await answersByMark(spec.address, mark);
    applied.set(spec.id, spec);
  }

  async function remove(id: string): Promise<void> {
    const paths = nameServerPaths(dir, id);
    applied.delete(id);
    await stopProcesses(paths.config);
    await rm(paths.dir, { recursive: true, force: true });
    log('name server removed', { id });
  }

  return {
    apply,
    async keep(ids) {
      if (!existsSync(dir)) return;
      for (const id of readdirSync(dir)) if (!ids.has(id)) await remove(id);
    },
    async close() {
      closed = true;
      applied.clear();
      await stopProcesses(`${dir}/`);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** The old one ends before there is a new configuration: one that is found running has read the one that is there. */
async function restart(paths: NameServerPaths, config: string): Promise<void> {
  await stopProcesses(paths.config);
  await writeWhole(paths.config, config);
  await startProcess(paths);
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** dnsmasq may read it at any time, and must never find half of it. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
