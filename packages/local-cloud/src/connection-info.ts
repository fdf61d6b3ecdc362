import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultDataDir } from './defaults.ts';

/** How to reach a local cloud that runs; the contents of `cloud.json` in its data directory. */
export interface ConnectionInfo {
  /** Such as `http://127.0.0.1:4510`. */
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** No secret: the same for everyone. */
  readonly secretAccessKey: string;
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Such as `10.213.0.0/16`. */
  readonly network: string;
  readonly dataDir: string;
  readonly version: string;
}

/** The file that says how to reach the cloud in a data directory, while it serves. */
export function connectionFile(dataDir: string): string {
  return join(dataDir, 'cloud.json');
}

/** What `cloud.json` becomes while the daemon puts the host back, to its last act. */
export function stoppingFile(dataDir: string): string {
  return join(dataDir, 'stopping.json');
}

/** How to reach the local cloud in a data directory; nothing when none runs there, also after a crash. */
export function connectionInfo(dataDir: string = defaultDataDir()): ConnectionInfo | undefined {
  return daemonIn(connectionFile(dataDir));
}

/** The local cloud in a data directory that serves nobody any more, and is not down yet. */
export function stoppingInfo(dataDir: string): ConnectionInfo | undefined {
  return daemonIn(stoppingFile(dataDir));
}

function daemonIn(file: string): ConnectionInfo | undefined {
  try {
    // the daemon alone writes this file, and whole
    const info = JSON.parse(readFileSync(file, 'utf8')) as ConnectionInfo;
    return runsDaemon(info.pid) ? info : undefined;
  } catch {
    return undefined;
  }
}

/** A pid may have been given to another program since; and a zombie serves nobody. */
function runsDaemon(pid: number): boolean {
  const state = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .charAt(0);
  if (state === 'Z' || state === 'X') return false;
  return /node|imago|local-cloud/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
}
