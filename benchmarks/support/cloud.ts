import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));
export const imago: string = join(root, 'packages/cli/bin/imago.js');

export interface BenchmarkCloud {
  readonly endpoint: string;
  readonly env: NodeJS.ProcessEnv;
  close(): void;
}

/** A local cloud of the benchmark's own. */
export function startCloud(network: string, port: number, machines: 'lxc' | 'off' = 'lxc'): BenchmarkCloud {
  const dataDir = mkdtempSync('/var/tmp/imago-bench-');
  const env: NodeJS.ProcessEnv = { ...process.env, IMAGO_LOCAL_DIR: dataDir };
  const options = ['--port', String(port), '--network', network, '--machines', machines];
  try {
    execFileSync(process.execPath, [imago, 'local', 'start', ...options], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  }
  const info = JSON.parse(readFileSync(join(dataDir, 'cloud.json'), 'utf8')) as Record<string, string>;
  Object.assign(env, {
    AWS_ACCESS_KEY_ID: info['accessKeyId'],
    AWS_SECRET_ACCESS_KEY: info['secretAccessKey'],
    AWS_REGION: info['region'],
    AWS_DEFAULT_REGION: info['region'],
  });
  return {
    endpoint: info['endpoint'] ?? '',
    env,
    close() {
      spawnSync(process.execPath, [imago, 'local', 'stop'], { env, stdio: 'ignore' });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Runs a command to its end; its output is shown only when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${output}`);
  return output;
}
