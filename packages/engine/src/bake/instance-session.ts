import { ImagoError } from '../errors/imago-error.ts';
import type { Duration } from '../model/duration.ts';
import type { Shell, ShellSession, ShellTarget } from '../ports/shell.ts';

/** Code of the error that a session throws when the connection went away under it. */
const connectionLost = 'connection-lost';

/** True for an error that a new connection may cure. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof ImagoError && error.code === connectionLost;
}

/** The session with the temporary instance: one connection for a whole bake, made anew when it was lost. */
export class InstanceSession {
  #session: ShellSession | undefined;
  readonly #shell: Shell;
  readonly #target: ShellTarget;

  constructor(shell: Shell, target: ShellTarget) {
    this.#shell = shell;
    this.#target = target;
  }

  async connect(timeout: Duration, signal: AbortSignal): Promise<ShellSession> {
    this.#session ??= await this.#shell.connect(this.#target, { timeout, signal });
    return this.#session;
  }

  /** Forgets a connection that is of no use any more. */
  async drop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await session?.close().catch(() => undefined);
  }
}
