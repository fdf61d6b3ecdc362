import { connectionInfo, defaultDataDir } from '@imago/local-cloud';
import type { DataDirFlags } from '../commands/local-parameters.ts';
import { type CliContext, printResult } from '../context.ts';

/** `imago local status`: exit status 0 also when it does not run; scripts read `running` with --json. */
export async function status(this: CliContext, flags: DataDirFlags): Promise<void> {
  const dataDir = flags.dataDir ?? defaultDataDir();
  const info = connectionInfo(dataDir);
  if (info === undefined) {
    printResult(this, `not running (${dataDir})`, { running: false, dataDir });
    return;
  }
  const response = await fetch(`${info.endpoint}/_imago/status`, { signal: this.signal });
  const facts = (await response.json()) as Readonly<Record<string, unknown>>;
  const rows = Object.entries({ endpoint: info.endpoint, pid: info.pid, 'data in': dataDir, ...facts });
  const width = Math.max(...rows.map(([name]) => name.length));
  const text = rows.map(([name, value]) => `${name.padEnd(width)}  ${describe(value)}`);
  printResult(this, text.join('\n'), { running: true, ...info, ...facts });
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, inner]) => `${name} ${describe(inner)}`)
    .join(', ');
}
