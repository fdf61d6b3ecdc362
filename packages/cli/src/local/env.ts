import type { DataDirFlags } from '../commands/local-parameters.ts';
import { type CliContext, printResult } from '../context.ts';
import { requireRunning } from './require-running.ts';

/** `imago local env`: old AWS CLIs and boto3 do not read AWS_ENDPOINT_URL and want `--endpoint-url` as well. */
export function env(this: CliContext, flags: DataDirFlags): void {
  const info = requireRunning(flags.dataDir);
  const variables = {
    AWS_ENDPOINT_URL: info.endpoint,
    AWS_ACCESS_KEY_ID: info.accessKeyId,
    AWS_SECRET_ACCESS_KEY: info.secretAccessKey,
    AWS_REGION: info.region,
    AWS_DEFAULT_REGION: info.region,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'`);
  printResult(this, lines.join('\n'), variables);
}
