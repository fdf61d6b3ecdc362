import { planRestore, restoreCluster, type RestorePlan } from '@imago/engine';
import type { RestoreFlags } from '../commands/restore.ts';
import { confirm } from '../confirm.ts';
import type { CliContext } from '../context.ts';
import { confirmBreakLock } from './confirm-break-lock.ts';
import { finish } from './finish.ts';
import { inEnvironment } from './in-environment.ts';
import { onlyCluster } from './only-cluster.ts';
import { sweep } from './sweep.ts';

/** `imago restore ENV`: says what it would do, and asks first. */
export async function restoreEnvironment(this: CliContext, flags: RestoreFlags, name: string): Promise<void> {
  const { breakLock, snapshot, member, release } = flags;
  await confirmBreakLock(this, flags, name);
  await inEnvironment(this, name, async (run) => {
    const { kind } = run.spec.settings;
    onlyCluster(name, kind, { but: 'which keeps no data', fix: 'see `imago rollback`' });
    const request = {
      ...run.ref,
      kind,
      breakLock,
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(member === undefined ? {} : { member }),
      ...(release === undefined ? {} : { release }),
    };
    const plan = await planRestore(request, run.ports);
    if (plan.kind === 'restore') await confirm(this, questionOf(name, plan));
    const [outcome] = await Promise.all([
      plan.kind === 'restore' ? restoreCluster(request, run.ports, this.signal) : plan,
      sweep(run, this.signal),
    ]);
    run.reporter.close();
    finish(this, outcome);
  });
}

/** What is lost, and what is not. */
export function questionOf(name: string, { chosen, members, whole, release, live }: RestorePlan): string {
  const { set, at } = chosen;
  const from = `those of ${set}, from ${at.toISOString().slice(0, 19)}Z`;
  const kept = 'What was written since is in use no more; the volumes that hold it are kept.';
  if (!whole) {
    const who = members.join(', ');
    return `Make the data of ${who} ${from}? It stops, while the other members go on. ${kept}`;
  }
  const on = release.id === live ? '' : ` It comes up on ${release.id} instead of ${live}.`;
  return `Make the data of ${name} ${from}? Every member stops until it is done.${on} ${kept}`;
}
