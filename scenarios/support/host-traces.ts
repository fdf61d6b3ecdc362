import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Everything on the host that a local cloud makes and has to take away again. */
export function hostTraces(): Readonly<Record<string, readonly string[]>> {
  return {
    links: lines('ip', '-o', 'link').map((line) => line.split(':')[1]?.trim() ?? ''),
    addresses: lines('ip', '-o', '-4', 'addr').map((line) => line.split(/\s+/).slice(1, 4).join(' ')),
    namespaces: lines('ip', 'netns', 'list'),
    firewall: lines('nft', 'list', 'tables'),
    mounts: readFileSync('/proc/mounts', 'utf8').split('\n').filter(Boolean).sort(),
    loopDevices: lines('losetup', '-a'),
    cgroups: cgroupsOf('/sys/fs/cgroup').sort(),
    processes: lines('ps', '-eo', 'args').filter((line) =>
      /lxc|haproxy|mmdebstrap|local-cloud\.js/.test(line),
    ),
    sysctls: lines('sysctl', 'net.ipv4.ip_forward', 'fs.inotify.max_user_instances'),
  };
}

function lines(command: string, ...args: readonly string[]): readonly string[] {
  const { stdout, error } = spawnSync(command, args, { encoding: 'utf8' });
  // A tool that the host does not have yet cannot have made anything.
  if (error !== undefined) return [];
  return stdout.split('\n').filter(Boolean);
}

/** LXC's control groups, wherever the host mounts its hierarchies. */
function cgroupsOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('lxc.'))
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}
