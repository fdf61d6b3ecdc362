import { buildCommand, type Command } from '@stricli/core';
import type { StrategySettings } from '@imago/engine';
import type { CliContext } from '../context.ts';
import {
  environmentParameter,
  strategyFlag,
  type VariableFlags,
  varFilesFlag,
  varsFlag,
} from './parameters.ts';

/** Options of `imago plan`. */
export interface PlanFlags extends VariableFlags {
  readonly image?: string;
  readonly strategy?: StrategySettings['kind'];
  readonly detailedExitcode: boolean;
}

/** `imago plan ENV`: what a deploy would do, with nothing touched. */
export const planCommand: Command<CliContext> = buildCommand<PlanFlags, [string], CliContext>({
  loader: async () => (await import('../runs/plan.ts')).planEnvironment,
  parameters: {
    positional: { kind: 'tuple', parameters: [environmentParameter] },
    flags: {
      image: {
        kind: 'parsed',
        parse: String,
        optional: true,
        placeholder: 'ID',
        brief: 'Plan for this image',
      },
      strategy: strategyFlag,
      detailedExitcode: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Exit status 3 when there is something to do',
      },
      var: varsFlag,
      varFile: varFilesFlag,
    },
  },
  docs: { brief: 'What a deploy would change, in order; touches nothing' },
});
