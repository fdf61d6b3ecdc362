import { planDeploy } from '@imago/engine';
import type { PlanFlags } from '../commands/plan.ts';
import { type CliContext, printResult } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { withStrategy } from '../project/with-strategy.ts';
import { planText } from '../render/plan-text.ts';
import { imageOf } from './image-of.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago plan ENV`: reads only. */
export async function planEnvironment(this: CliContext, flags: PlanFlags, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    const image = await imageOf(run, flags, 'tell', this.signal);
    const settings = withStrategy(run.spec.settings, flags.strategy);
    const request = image === undefined ? { ...run.ref, settings } : { ...run.ref, settings, image };
    const plan = await planDeploy(request, run.ports);
    printResult(this, planText(plan, image), { ...plan, image });
    if (flags.detailedExitcode && (plan.changed || plan.settings !== undefined))
      this.process.exitCode = exitCode.waitingForPerson;
  });
}
