import { readFile } from 'node:fs/promises';
import type { MachineExit } from '../../machines.ts';
import type { Layout } from '../layout.ts';
import { exitKind, monitorPid } from './monitor.ts';

/** Notices machines that end by themselves. */
export interface Exits {
  /** From now on the machine's end is reported. */
  expectRunning(id: string): void;
  /** From now on it is not: somebody ends it on purpose. */
  expectEnd(id: string): void;
  onExit(listener: (exit: MachineExit) => void): void;
  start(): void;
  stop(): void;
}

const everyMs = 200;

/**
 * Looks at the monitors' pids: machines taken over from a daemon that crashed are nobody's children, and LXC's own
 * event service is a process that would stay behind.
 */
export function createExits(layout: Layout): Exits {
  const running = new Set<string>();
  const listeners: ((exit: MachineExit) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function report(id: string): Promise<void> {
    const log = await readFile(layout.machine(id).log, 'utf8').catch(() => '');
    for (const listener of listeners) listener({ id, kind: exitKind(log) });
  }

  function look(): void {
    for (const id of running) {
      if (monitorPid(layout, id) !== undefined) continue;
      running.delete(id);
      void report(id);
    }
  }

  return {
    expectRunning: (id) => void running.add(id),
    expectEnd: (id) => void running.delete(id),
    onExit: (listener) => void listeners.push(listener),
    start() {
      timer ??= setInterval(look, everyMs).unref();
    },
    stop() {
      clearInterval(timer);
      timer = undefined;
      running.clear();
    },
  };
}
