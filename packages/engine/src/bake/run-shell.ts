import { ImagoError } from '../errors/imago-error.ts';
import type { Duration } from '../model/duration.ts';
import { milliseconds } from '../model/duration.ts';
import type { Clock } from '../ports/clock.ts';
import type { ShellSession } from '../ports/shell.ts';
import type { SourceFiles } from '../ports/source-files.ts';
import type { ScriptSource, ShellProvisioner } from '../recipes/provisioner.ts';
import { isConnectionLost } from './instance-session.ts';
import type { InstanceSession } from './instance-session.ts';
import type { OutputLines } from './output-lines.ts';
import { fillCommand, formatEnvVarFile, formatVars, normaliseLineEnds } from './script-text.ts';

export interface ProvisionContext {
  readonly session: InstanceSession;
  readonly sources: SourceFiles;
  readonly clock: Clock;
  readonly output: OutputLines;
  readonly pty: boolean;
  readonly signal: AbortSignal;
  /** Of the provisioner within the recipe, from 0. */
  readonly index: number;
}

/** The exit status that Packer gives a script whose connection was lost; `valid_exit_codes` may hold it. */
const disconnected = 2_300_218;

/** Uploads and runs every script of a shell provisioner, as Packer does. */
export async function runShell(provisioner: ShellProvisioner, context: ProvisionContext): Promise<void> {
  for (const [number, script] of provisioner.scripts.entries()) {
    await runScript(provisioner, script, number, context);
  }
}

async function runScript(
  provisioner: ShellProvisioner,
  script: ScriptSource,
  number: number,
  context: ProvisionContext,
): Promise<void> {
  const { session, clock, signal } = context;
  const content = await readScript(script, provisioner.binary, context.sources);
  const serial = 1000 + context.index * 100 + number;
  const path = remotePathOf(provisioner, serial);
  const envVarFile = `${path.slice(0, path.lastIndexOf('/'))}/varfile_${serial}.sh`;
  const usesFile = provisioner.executeCommand.some(
    (part) => typeof part !== 'string' && part.gap === 'EnvVarFile',
  );
  const command = fillCommand(provisioner.executeCommand, {
    Path: path,
    Vars: formatVars(provisioner.environment),
    EnvVarFile: envVarFile,
  });
  const end = clock.now().getTime() + provisioner.startRetryTimeout.milliseconds;
  await untilConnected(session, milliseconds(end - clock.now().getTime()), context, async (open) => {
    await open.writeFile(path, content, 0o755);
    if (usesFile) {
      await open.writeFile(
        envVarFile,
        new TextEncoder().encode(formatEnvVarFile(provisioner.environment)),
        0o600,
      );
    }
  });
  const exitCode = await execute(command, context);
  context.output.flush();
  signal.throwIfAborted();
  judge(provisioner, script, exitCode, context);
  if (provisioner.skipClean) return;
  const files = usesFile ? `${path} ${envVarFile}` : path;
  await untilConnected(session, provisioner.startRetryTimeout, context, async (open) => {
    await open.run(`rm -f ${files}`, { signal });
  });
}

async function execute(command: string, context: ProvisionContext): Promise<number> {
  const { session, signal, pty, output } = context;
  const open = await session.connect(milliseconds(60_000), signal);
  try {
    const result = await open.run(command, {
      pty,
      signal,
      onOutput: (stream, text) => output.add(stream, text),
    });
    return result.exitCode;
  } catch (error) {
    signal.throwIfAborted();
    if (!isConnectionLost(error)) throw error;
    await session.drop();
    return disconnected;
  }
}

function judge(
  provisioner: ShellProvisioner,
  script: ScriptSource,
  exitCode: number,
  { output }: ProvisionContext,
): void {
  if (provisioner.validExitCodes.includes(exitCode)) return;
  if (exitCode === disconnected && provisioner.expectDisconnect) return;
  const name = script.kind === 'file' ? script.path : 'the inline script';
  const lines =
    output.last.length === 0 ? '' : `; its last lines:\n${output.last.map((line) => `  ${line}`).join('\n')}`;
  if (exitCode === disconnected) {
    throw new ImagoError({
      code: 'script-disconnected',
      source: 'cloud',
      message: `${name} lost the connection to the instance${lines}`,
      fix: 'if the script restarts the instance, write expect_disconnect: true (expectDisconnect)',
    });
  }
  throw new ImagoError({
    code: 'script-failed',
    source: 'cloud',
    message: `${name} failed with exit code ${exitCode}${lines}`,
  });
}

/** Does work that can be done again over a connection, and connects anew while that is what fails. */
async function untilConnected(
  session: InstanceSession,
  timeout: Duration,
  { clock, signal }: ProvisionContext,
  work: (open: ShellSession) => Promise<void>,
): Promise<void> {
  const end = clock.now().getTime() + timeout.milliseconds;
  for (;;) {
    signal.throwIfAborted();
    const left = milliseconds(Math.max(1000, end - clock.now().getTime()));
    const open = await session.connect(left, signal);
    try {
      await work(open);
      return;
    } catch (error) {
      signal.throwIfAborted();
      await session.drop();
      if (!isConnectionLost(error) || clock.now().getTime() >= end) throw error;
    }
  }
}

async function readScript(script: ScriptSource, binary: boolean, sources: SourceFiles): Promise<Uint8Array> {
  if (script.kind === 'inline') {
    return new TextEncoder().encode(
      `#!${script.shebang}\n${script.lines.map((line) => `${line}\n`).join('')}`,
    );
  }
  const content = await sources.read(script.path);
  return binary ? content : normaliseLineEnds(content);
}

function remotePathOf({ remotePath }: ShellProvisioner, serial: number): string {
  const name = `script_${serial}.sh`;
  if (remotePath === undefined) return `/tmp/${name}`;
  return remotePath.endsWith('/') ? `${remotePath}${name}` : remotePath;
}
