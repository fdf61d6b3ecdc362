import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';

/** One file of the log; there are two at most. */
const MAX_BYTES = 8 * 1024 * 1024;

const CHECK_MILLISECONDS = 30_000;

/** The daemon's log: JSON lines in `log/daemon.log`, the older half in `daemon.log.1`. */
export interface DaemonLog {
  readonly logger: Logger;
  close(): void;
}

/** Opens the log; writes are synchronous, so that the last words before a death are in it. */
export function openLog(dataDir: string): DaemonLog {
  const folder = join(dataDir, 'log');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'daemon.log');
  rotate(file);
  const destination = pino.destination({ dest: file, sync: true });
  const logger = pino(
    { level: process.env['IMAGO_LOG_LEVEL'] ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  );
  const timer = setInterval(() => {
    if (rotate(file)) destination.reopen();
  }, CHECK_MILLISECONDS).unref();
  return {
    logger,
    close: () => {
      clearInterval(timer);
      destination.end();
    },
  };
}

function rotate(file: string): boolean {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < MAX_BYTES) return false;
  renameSync(file, `${file}.1`);
  return true;
}
