import type { BakePorts } from '../../src/bake/bake-request.ts';
import { ImagoError } from '../../src/errors/imago-error.ts';
import type { BakeEvent } from '../../src/events/bake-events.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { ShellSession } from '../../src/ports/shell.ts';
import { FakeImageCloud } from './fake-cloud.ts';

/** What a command on the fake instance does: its exit status, or a connection that goes away. */
export type Behaviour = (command: string) => number | 'disconnect' | 'hang';

/** Everything a bake works with, in memory. */
export class World {
  readonly cloud = new FakeImageCloud();
  readonly events: BakeEvent[] = [];
  readonly files = new Map<string, string>([['setup.sh', 'echo set up\r\n']]);
  /** What happened on the instance, in order. */
  readonly remote: string[] = [];
  readonly folders = new Set<string>(['/tmp']);
  readonly dead = new Set<number>();
  behave: Behaviour = () => 0;
  /** Told before every step on the instance; may throw. */
  beforeRemote: (step: string) => void = () => undefined;
  connections = 0;
  openSessions = 0;
  #now = Date.parse('2026-11-21T10:00:00Z');

  readonly clock: Clock = {
    now: () => new Date(this.#now),
    sleep: async ({ milliseconds }, signal) => {
      signal.throwIfAborted();
      // long sleeps are time limits, which end only when all else is still
      if (milliseconds > 30_000) {
        await new Promise<void>((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
      }
      this.#now += milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
  };

  get ports(): BakePorts {
    return {
      cloud: this.cloud.port,
      clock: this.clock,
      emit: (event) => this.events.push(event),
      keys: {
        make: async () => ({ publicKey: 'public', privateKey: 'private' }),
        keep: async (name) => `/keys/${name}.pem`,
      },
      identity: {
        self: { user: 'me', host: 'here', pid: 42, start: 'boot/1' },
        isDead: async ({ host, pid }) => host === 'here' && this.dead.has(pid),
      },
      sources: {
        kind: async (path) =>
          this.files.has(path) ? 'file' : path.startsWith('folder') ? 'directory' : undefined,
        read: async (path) => new TextEncoder().encode(this.files.get(path) ?? ''),
        digest: async (path) => this.files.get(path) ?? path,
        resolve: (path) => `/work/${path}`,
      },
      shell: {
        connect: async (_target, { signal }) => {
          signal.throwIfAborted();
          this.#step('connect');
          this.connections += 1;
          this.openSessions += 1;
          return this.#session();
        },
      },
    };
  }

  #step(step: string): void {
    this.remote.push(step);
    this.beforeRemote(step);
  }

  #session(): ShellSession {
    let open = true;
    let onClose: (() => void) | undefined;
    const lost = (): ImagoError =>
      new ImagoError({ code: 'connection-lost', source: 'cloud', message: 'lost' });
    const alive = (): void => {
      if (!open) throw lost();
    };
    return {
      run: async (command, { onOutput }) => {
        alive();
        this.#step(`run ${command}`);
        onOutput?.('stdout', `output of ${command}\nhalf`);
        onOutput?.('stderr', ' a secret line\n');
        const result = this.behave(command);
        if (result === 'disconnect') {
          open = false;
          throw lost();
        }
        if (result === 'hang') {
          await new Promise<void>((resolve) => {
            onClose = resolve;
          });
          throw lost();
        }
        return { exitCode: result };
      },
      writeFile: async (path, content, mode) => {
        alive();
        this.#step(`write ${path} ${mode.toString(8)} ${new TextDecoder().decode(content)}`);
      },
      uploadFile: async (local, path) => {
        alive();
        this.#step(`upload ${local} ${path}`);
      },
      isDirectory: async (path) => this.folders.has(path.replace(/(?<=.)\/$/, '')),
      makeDirectory: async () => undefined,
      close: async () => {
        this.openSessions -= 1;
        open = false;
        onClose?.();
      },
    };
  }
}
