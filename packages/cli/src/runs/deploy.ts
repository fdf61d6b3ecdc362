import { deploy, ImagoError } from '@imago/engine';
import type { DeployFlags } from '../commands/deploy.ts';
import type { CliContext } from '../context.ts';
import { finish } from './finish.ts';
import { imageOf } from './image-of.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago deploy ENV`. */
export async function deployEnvironment(this: CliContext, flags: DeployFlags, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    const image = await imageOf(run, flags, flags.bake ? 'bake' : 'refuse', this.signal);
    if (image === undefined) {
      throw new ImagoError({ code: 'no-image', source: 'user', message: `${name} has no image to deploy` });
    }
    const { settings } = run.spec;
    const request = { ...run.ref, image, settings, force: flags.force };
    const outcome = await deploy(
      flags.tag === undefined ? request : { ...request, codeTag: flags.tag },
      run.ports,
      this.signal,
    );
    run.reporter.close();
    finish(this, outcome);
  });
}
