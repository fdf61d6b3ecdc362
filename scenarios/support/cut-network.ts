import { execFileSync } from 'node:child_process';

/** Drops all packets between two addresses of machines on this host, as a broken cable does, until it is mended. */
export function cutNetwork(one: string, other: string): { readonly mend: () => void } {
  const table = `etcd_cut_${process.pid}`;
  const rules = `
table ip ${table} {
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    ip saddr ${one} ip daddr ${other} drop
    ip saddr ${other} ip daddr ${one} drop
  }
}`;
  execFileSync('nft', ['--file', '-'], { input: rules });
  return { mend: () => void execFileSync('nft', ['delete', 'table', 'ip', table]) };
}
