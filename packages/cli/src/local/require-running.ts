import { ImagoError } from '@imago/engine';
import { type ConnectionInfo, connectionInfo, defaultDataDir } from '@imago/local-cloud';

/** How to reach the local cloud; a clear error where none runs. */
export function requireRunning(dataDir: string | undefined): ConnectionInfo {
  const info = connectionInfo(dataDir ?? defaultDataDir());
  if (info !== undefined) return info;
  throw new ImagoError({
    code: 'local-not-running',
    source: 'user',
    message: `no local cloud runs in ${dataDir ?? defaultDataDir()}`,
    fix: 'start it with `imago local start`',
  });
}
