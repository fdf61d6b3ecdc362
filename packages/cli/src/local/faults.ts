import { ImagoError } from '@imago/engine';
import type { FaultReport, FaultScope } from '@imago/local-cloud';
import type { ClearFaultsFlags, SetFaultsFlags } from '../commands/local-faults.ts';
import type { DataDirFlags } from '../commands/local-parameters.ts';
import { type CliContext, printResult } from '../context.ts';
import { faultLines } from '../render/fault-lines.ts';
import { readFaultOptions } from './read-fault-options.ts';
import { requireRunning } from './require-running.ts';
import { resolveActions } from './resolve-actions.ts';

/** The action whose faults hold for every launch of an instance. */
const LAUNCHING_ACTION = 'RunInstances';

/** The action whose faults hold for volumes that are detached. */
const DETACHING_ACTION = 'DetachVolume';

/** `imago local faults set`: a fault takes the place of an earlier one for the same action. */
export async function setFaults(this: CliContext, flags: SetFaultsFlags, actions: string): Promise<void> {
  const options = readFaultOptions(flags);
  const { actions: served } = await ask<Known>(this, flags, 'GET');
  const scopes = resolveActions(actions, flags.service, served);
  const launches = options.die !== undefined || options.neverBoots !== undefined;
  const other = scopes.find(({ action }) => action !== LAUNCHING_ACTION && action !== '*');
  if (launches && other) {
    throw new ImagoError({
      code: 'bad-fault',
      source: 'user',
      message: `--die and --never-boots are for launches, and ${other.action} is none`,
      fix: `write ${LAUNCHING_ACTION}: it stands for every launch, whoever asked for it`,
    });
  }
  const seed = flags.seed === undefined ? {} : { seed: flags.seed };
  const detaches = options.slowDetach !== undefined || options.stuckDetach !== undefined;
  const another = scopes.find(({ action }) => action !== DETACHING_ACTION && action !== '*');
  if (detaches && another) {
    throw new ImagoError({
      code: 'bad-fault',
      source: 'user',
      message: `--slow-detach and --stuck-detach are for volumes, and ${another.action} detaches none`,
      fix: `write ${DETACHING_ACTION}`,
    });
  }
  const body = { faults: scopes.map((scope) => ({ ...scope, options, ...seed })) };
  const { faults } = await ask<On>(this, flags, 'PUT', '', body);
  const isNew = (fault: FaultScope): boolean =>
    scopes.some(({ action, service }) => fault.action === action && fault.service === service);
  printResult(this, faultLines(faults.filter(isNew)).join('\n'), { faults });
}

/** `imago local faults list`. */
export async function listFaults(this: CliContext, flags: DataDirFlags): Promise<void> {
  const { faults } = await ask<On>(this, flags, 'GET');
  printResult(this, faults.length === 0 ? 'no faults are on' : faultLines(faults).join('\n'), { faults });
}

/** `imago local faults clear`: a fault that is not on is a mistake only when it was named. */
export async function clearFaults(this: CliContext, flags: ClearFaultsFlags, action?: string): Promise<void> {
  const { actions: served } = await ask<Known>(this, flags, 'GET');
  const asked = action ?? (flags.service === undefined ? undefined : '*');
  const scopes = asked === undefined ? [undefined] : resolveActions(asked, flags.service, served);
  let cleared = 0;
  for (const scope of scopes) {
    const query = scope === undefined ? '' : `?${new URLSearchParams({ ...scope }).toString()}`;
    cleared += (await ask<{ readonly cleared: number }>(this, flags, 'DELETE', query)).cleared;
  }
  if (cleared === 0 && asked !== undefined) {
    throw new ImagoError({
      code: 'no-such-fault',
      source: 'user',
      message: `no fault is on for ${[flags.service, asked].filter(Boolean).join(' ')}`,
      fix: 'see `imago local faults list`',
    });
  }
  printResult(this, cleared === 1 ? 'cleared 1 fault' : `cleared ${cleared} faults`, { cleared });
}

interface On {
  readonly faults: readonly FaultReport[];
}

interface Known extends On {
  readonly actions: readonly Required<FaultScope>[];
}

async function ask<T>(
  context: CliContext,
  { dataDir }: DataDirFlags,
  method: string,
  query = '',
  body?: unknown,
): Promise<T> {
  const { endpoint } = requireRunning(dataDir);
  const response = await fetch(`${endpoint}/_imago/faults${query}`, {
    method,
    signal: context.signal,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  // the daemon of the same version answers so
  const answer = (await response.json()) as T & { readonly message?: string };
  if (response.ok) return answer;
  throw new ImagoError({
    code: 'fault-refused',
    source: 'user',
    message: `the local cloud refused: ${answer.message ?? response.status}`,
    fix: 'see `imago local faults set --help`',
  });
}
