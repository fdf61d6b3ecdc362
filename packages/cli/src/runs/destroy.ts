import { destroy, type EnvironmentSettings, findUnfinished, ImagoError } from '@imago/engine';
import type { DestroyFlags } from '../commands/destroy.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { sweep } from './sweep.ts';

/** `imago destroy ENV`: asks first. */
export async function destroyEnvironment(this: CliContext, flags: DestroyFlags, name: string): Promise<void> {
  await confirmBreakLock(this, flags, name);
  const { breakLock, deleteData } = flags;
  await inEnvironment(this, name, async (run) => {
    const { kind } = run.spec.settings;
    if (kind === 'fleet' && deleteData) throw noData(name);
    const unfinished = await findUnfinished(run.ref, run.ports);
    if (unfinished?.state === 'held')
      run.reporter.note(`this ends #${unfinished.rollout.number}, which waits for a person`);
    await confirm(this, question(name, kind, deleteData));
    await sweep(run, this.signal);
    const outcome = await destroy({ ...run.ref, kind, breakLock, deleteData }, run.ports, this.signal);
    run.reporter.close();
    finish(this, outcome);
  });
}

function question(name: string, kind: EnvironmentSettings['kind'], deleteData: boolean): string {
  if (kind === 'fleet') return `Remove everything of ${name}: load balancer, groups and instances?`;
  const members = `Remove everything of ${name}: it stops, and its instances and network interfaces go`;
  return deleteData
    ? `${members}. Its data goes too: every volume is deleted, and only snapshots stay. Go on?`
    : `${members}; its volumes stay. Go on?`;
}

const noData = (name: string): ImagoError =>
  new ImagoError({
    code: 'not-a-cluster',
    source: 'user',
    message: `--delete-data: ${name} is a fleet, which keeps no data`,
    fix: 'leave --delete-data out',
  });
