import { buildCommand, type Command } from '@stricli/core';
import type { StrategySettings } from '@imago/engine';
import type { CliContext } from '../context.ts';
import {
  breakLockFlag,
  environmentParameter,
  type LockFlags,
  overrideGateFlag,
  type OverrideFlags,
  reasonFlag,
  strategyFlag,
  type VariableFlags,
  varFilesFlag,
  varsFlag,
} from './parameters.ts';

/** Options of `imago deploy`. */
export interface DeployFlags extends VariableFlags, OverrideFlags, LockFlags {
  readonly bake: boolean;
  readonly image?: string;
  readonly tag?: string;
  readonly force: boolean;
  readonly strategy?: StrategySettings['kind'];
  readonly wait: boolean;
}

/** `imago deploy ENV`: bake what is needed, then roll it out. */
export const deployCommand: Command<CliContext> = buildCommand<DeployFlags, [string], CliContext>({
  loader: async () => (await import('../runs/deploy.ts')).deployEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      bake: {
        kind: 'boolean',
        default: true,
        brief: 'Bake what is not baked yet; --no-bake refuses instead',
      },
      image: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'ID',
        brief: 'Deploy this image instead',
      },
      tag: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'TAG',
        brief: 'Your word for what is in it, such as v1.2.3',
      },
      force: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Replace the instances although nothing changed',
      },
      strategy: strategyFlag,
      wait: {
        kind: 'boolean',
        default: true,
        brief: 'See it through; --no-wait leaves an instance refresh to Auto Scaling',
      },
      overrideGate: overrideGateFlag,
      reason: reasonFlag,
      breakLock: breakLockFlag,
      var: varsFlag,
      varFile: varFilesFlag,
    },
  },
  docs: { brief: 'Bake what is needed, then roll it out with no failed request' },
});
