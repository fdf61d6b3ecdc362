import { buildCommand, buildRouteMap, numberParser, type RouteMap } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { faultsRoutes } from './local-faults.ts';
import { type DataDirFlags, dataDirFlag as dataDir } from './local-parameters.ts';

const start = buildCommand<StartFlags, [], CliContext>({
  loader: async () => (await import('../local/start.ts')).start,
  parameters: {
    flags: {
      dataDir,
      port: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        placeholder: 'PORT',
        brief: 'Port on 127.0.0.1 (default: 4510)',
      },
      network: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'CIDR',
        brief: 'Addresses of the default VPC, a /16 (default: 10.213.0.0/16)',
      },
      region: { kind: 'parsed', parse: String, optional: true, brief: 'Its region (default: us-east-1)' },
      machines: {
        kind: 'enum',
        values: ['lxc', 'off'],
        default: 'lxc',
        brief: 'lxc: real Linux machines; off: none, for benchmarks of the control plane',
      },
      foreground: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Stay in the foreground; Ctrl-C stops it',
      },
    },
  },
  docs: { brief: 'Start the local cloud in the background' },
});

/** Options of `imago local start`. */
export interface StartFlags {
  readonly dataDir?: string;
  readonly port?: number;
  readonly network?: string;
  readonly region?: string;
  readonly machines: 'lxc' | 'off';
  readonly foreground: boolean;
}

/** Options of `imago local logs`. */
export interface LogsFlags extends DataDirFlags {
  readonly follow: boolean;
  readonly lines: number;
}

const stop = buildCommand<DataDirFlags, [], CliContext>({
  loader: async () => (await import('../local/stop.ts')).stop,
  parameters: { flags: { dataDir } },
  docs: { brief: 'Stop it and leave the host as it was; its data stay' },
});

const status = buildCommand<DataDirFlags, [], CliContext>({
  loader: async () => (await import('../local/status.ts')).status,
  parameters: { flags: { dataDir } },
  docs: { brief: 'What runs there' },
});

const reset = buildCommand<DataDirFlags, [], CliContext>({
  loader: async () => (await import('../local/reset.ts')).reset,
  parameters: { flags: { dataDir } },
  docs: { brief: 'Wipe its data: instances, images, buckets. Cached base images stay' },
});

const env = buildCommand<DataDirFlags, [], CliContext>({
  loader: async () => (await import('../local/env.ts')).env,
  parameters: { flags: { dataDir } },
  docs: { brief: 'Shell lines that point any AWS client at it: eval "$(imago local env)"' },
});

const logs = buildCommand<LogsFlags, [], CliContext>({
  loader: async () => (await import('../local/logs.ts')).logs,
  parameters: {
    flags: {
      dataDir,
      follow: { kind: 'boolean', default: false, withNegated: false, brief: 'Go on as lines are written' },
      lines: { kind: 'parsed', parse: numberParser, default: '50', brief: 'How many of the last lines' },
    },
    aliases: { f: 'follow', n: 'lines' },
  },
  docs: { brief: 'What its daemon logged' },
});

/** `imago local …`: the embedded cloud with a real Linux machine behind every instance. */
export const localRoutes: RouteMap<CliContext> = buildRouteMap({
  routes: { start, stop, status, reset, env, logs, faults: faultsRoutes },
  docs: { brief: 'The local cloud: start, stop, look at it' },
});
