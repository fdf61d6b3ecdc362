import { ImagoError } from '../errors/imago-error.ts';
import type { BakeEvent } from '../events/bake-events.ts';
import { formatDuration, milliseconds } from '../model/duration.ts';
import type { Provisioner } from '../recipes/provisioner.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { BakePorts } from './bake-request.ts';
import type { InstanceSession } from './instance-session.ts';
import { OutputLines } from './output-lines.ts';
import { runFile } from './run-file.ts';
import { runShell } from './run-shell.ts';
import { withTimeLimit } from './wait-until.ts';

/** Runs all provisioners of a recipe in order over one session. */
export async function provision(
  recipe: Recipe,
  session: InstanceSession,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, provisioner] of recipe.provisioners.entries()) {
    const at = { recipe: recipe.name, index, title: titleOf(provisioner) };
    ports.emit({ code: 'bake-provisioner-started', ...at });
    const start = ports.clock.now().getTime();
    await runWithRetries(provisioner, recipe, index, session, ports, signal);
    const duration = milliseconds(ports.clock.now().getTime() - start);
    ports.emit({ code: 'bake-provisioner-finished', ...at, duration });
  }
}

/** How a provisioner is called in events, such as `shell deploy/setup.sh`. */
function titleOf(provisioner: Provisioner): string {
  if (provisioner.kind === 'file')
    return `file ${provisioner.sources.join(', ')} to ${provisioner.destination}`;
  const scripts = provisioner.scripts.map((script) => (script.kind === 'file' ? script.path : 'inline'));
  return `shell ${scripts.join(', ')}`;
}

async function runWithRetries(
  provisioner: Provisioner,
  recipe: Recipe,
  index: number,
  session: InstanceSession,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  const { pauseBefore, maxRetries = 0 } = provisioner;
  if (pauseBefore !== undefined) await ports.clock.sleep(pauseBefore, signal);
  for (let tries = 0; ; tries += 1) {
    try {
      await runOnce(provisioner, recipe, index, session, ports, signal);
      break;
    } catch (error) {
      signal.throwIfAborted();
      if (tries >= maxRetries) throw error;
      const message = `provisioner ${index + 1} failed and is tried again: ${error instanceof Error ? error.message : String(error)}`;
      ports.emit({ code: 'bake-notice', recipe: recipe.name, message });
    }
  }
  if (provisioner.kind === 'shell' && provisioner.pauseAfter !== undefined) {
    await ports.clock.sleep(provisioner.pauseAfter, signal);
  }
}

async function runOnce(
  provisioner: Provisioner,
  recipe: Recipe,
  index: number,
  session: InstanceSession,
  ports: BakePorts,
  signal: AbortSignal,
): Promise<void> {
  const output = new OutputLines(recipe.secrets ?? [], (stream, text) => {
    const event: BakeEvent = { code: 'bake-output', recipe: recipe.name, index, stream, text };
    ports.emit(event);
  });
  const run = async (limited: AbortSignal): Promise<void> => {
    const { pty } = recipe.builder.ssh;
    const context = {
      session,
      sources: ports.sources,
      clock: ports.clock,
      output,
      pty,
      signal: limited,
      index,
    };
    // an upload or a command that hangs ends with its connection
    const stop = (): void => void session.drop();
    limited.addEventListener('abort', stop, { once: true });
    try {
      await (provisioner.kind === 'shell' ? runShell(provisioner, context) : runFile(provisioner, context));
    } finally {
      limited.removeEventListener('abort', stop);
    }
  };
  const { timeout } = provisioner;
  if (timeout === undefined) {
    await run(signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
    return;
  }
  const onTimeout = (): ImagoError =>
    new ImagoError({
      code: 'provisioner-timeout',
      source: 'user',
      message: `provisioner ${index + 1} (${titleOf(provisioner)}) took longer than ${formatDuration(timeout)}`,
    });
  await withTimeLimit(run, { clock: ports.clock, timeout, signal, onTimeout });
}
