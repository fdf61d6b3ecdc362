import { run } from '../../run.ts';

/**
 * Chains of the host's own packet filter that drop what is forwarded unless they say otherwise (Docker's and ufw's
 * do). In nftables a drop anywhere is final, so no rule of ours can help machines out past them.
 */
export async function foreignDrops(cloud: string): Promise<readonly string[]> {
  const { stdout } = await run('nft', ['--json', 'list', 'chains']);
  return droppingChains(stdout, cloud);
}

/** Reads them out of what `nft --json list chains` prints. */
export function droppingChains(json: string, cloud: string): readonly string[] {
  const parsed: unknown = JSON.parse(json);
  const entries = isRecord(parsed) && Array.isArray(parsed['nftables']) ? parsed['nftables'] : [];
  return entries.flatMap((entry: unknown) => {
    const chain = isRecord(entry) ? entry['chain'] : undefined;
    if (!isRecord(chain) || chain['hook'] !== 'forward' || chain['policy'] !== 'drop') return [];
    const [family, table, name] = [chain['family'], chain['table'], chain['name']];
    return table === cloud ? [] : [`${String(family)} ${String(table)} ${String(name)}`];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
