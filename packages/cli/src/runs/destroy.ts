import { destroy } from '@imago/engine';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';

/** `imago destroy ENV`: asks first. */
export async function destroyEnvironment(this: CliContext, _flags: object, name: string): Promise<void> {
  await confirm(this, `Remove everything of ${name}: load balancer, groups and instances?`);
  await inEnvironment(this, name, async (run) => {
    const outcome = await destroy(run.ref, run.ports, this.signal);
    run.reporter.close();
    finish(this, outcome);
  });
}
