import { buildCommand, buildRouteMap, numberParser, type RouteMap } from '@stricli/core';
import type { CliContext } from '../context.ts';
import { type DataDirFlags, dataDirFlag } from './local-parameters.ts';

/** Options of `imago local faults set`, as they were written. */
export interface SetFaultsFlags extends DataDirFlags {
  readonly throttle?: string;
  readonly error?: string;
  readonly delay?: string;
  readonly stale?: string;
  readonly die?: string;
  readonly dieWithin?: string;
  readonly neverBoots?: string;
  readonly slowDetach?: string;
  readonly stuckDetach?: string;
  readonly service?: string;
  readonly seed?: number;
}

/** Options of `imago local faults clear`. */
export interface ClearFaultsFlags extends DataDirFlags {
  readonly service?: string;
}

const text = (placeholder: string, brief: string) =>
  ({
    kind: 'parsed',
    parse: String,
    optional: true,
    placeholder,
    brief: `${brief} (${placeholder})`,
  }) as const;

const service = text('ec2', 'Of this service only, by the name that the AWS CLI has for it');

const set = buildCommand<SetFaultsFlags, [string], CliContext>({
  loader: async () => (await import('../local/faults.ts')).setFaults,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: "Actions such as RunInstances, with commas between them, or '*'",
          parse: String,
          placeholder: 'ACTIONS',
        },
      ],
    },
    flags: {
      throttle: text('10%', 'Calls that are refused as too many, before anything is done'),
      error: text('5%', 'Calls that get a server error: half of them before the work is done, half after it'),
      delay: text('2s', 'How long an answer is held back; 1s-5s draws it for each call'),
      stale: text('5s', 'Reads but those of S3 show what was up to this long ago'),
      die: text('5%', 'Launched instances whose machine dies by itself'),
      dieWithin: text('30s', 'With --die: within this time of its boot'),
      neverBoots: text('5%', 'Launched instances whose system never comes up'),
      slowDetach: text('20s', 'How long a volume stays detaching; 5s-30s draws it for each'),
      stuckDetach: text('5%', 'Volumes that stay detaching until they are detached by force'),
      service,
      seed: {
        kind: 'parsed',
        parse: numberParser,
        optional: true,
        placeholder: 'N',
        brief: 'Repeats what happened with this seed: the n-th call of an action has the same fate',
      },
      dataDir: dataDirFlag,
    },
  },
  docs: { brief: 'Let calls of some actions go wrong from now on' },
});

const list = buildCommand<DataDirFlags, [], CliContext>({
  loader: async () => (await import('../local/faults.ts')).listFaults,
  parameters: { flags: { dataDir: dataDirFlag } },
  docs: { brief: 'The faults that are on, and what they have done' },
});

const clear = buildCommand<ClearFaultsFlags, [string?], CliContext>({
  loader: async () => (await import('../local/faults.ts')).clearFaults,
  parameters: {
    positional: {
      kind: 'tuple',
      parameters: [
        {
          brief: 'As it was set (default: all)',
          parse: String,
          placeholder: 'ACTION',
          optional: true,
        },
      ],
    },
    flags: { service, dataDir: dataDirFlag },
  },
  docs: { brief: 'Turn faults off' },
});

/** `imago local faults …`: what goes wrong in a real cloud, on request. */
export const faultsRoutes: RouteMap<CliContext> = buildRouteMap({
  routes: { set, list, clear },
  docs: { brief: 'Let calls be throttled, fail, come late or be stale, and instances die' },
});
