import { deploy, ImagoError } from '@imago/engine';
import type { DeployFlags } from '../commands/deploy.ts';
import type { CliContext } from '../context.ts';
import { unasked, withStrategy } from '../project/with-strategy.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { imageOf } from './image-of.ts';
import { inEnvironment } from './in-environment.ts';
import { readOverrides } from './read-overrides.ts';
import { sweep } from './sweep.ts';

/** `imago deploy ENV`. */
export async function deployEnvironment(this: CliContext, flags: DeployFlags, name: string): Promise<void> {
  const overrides = readOverrides(flags);
  const { force, breakLock, tag } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    await sweep(run, this.signal);
    const settings = withStrategy(run.spec.settings, flags.strategy);
    const left = unasked(settings);
    if (left.length > 0) run.reporter.note(`${settings.strategy.kind} does not ask ${left.join(', ')}`);
    const image = await imageOf(run, flags, flags.bake ? 'bake' : 'refuse', this.signal);
    if (image === undefined) {
      throw new ImagoError({ code: 'no-image', source: 'user', message: `${name} has no image to deploy` });
    }
    const request = { ...run.ref, image, settings, force, overrides, breakLock, handOver: !flags.wait };
    const outcome = await deploy(
      tag === undefined ? request : { ...request, codeTag: tag },
      run.ports,
      this.signal,
    );
    run.reporter.close();
    finish(this, outcome);
  });
}
