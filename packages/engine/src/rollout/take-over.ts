import { ImagoError } from '../errors/imago-error.ts';
import type { EnvironmentRef } from '../model/environment.ts';
import { claimJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import type { Lock } from './lock.ts';
import type { RolloutPorts } from './ports.ts';
import { readRollout } from './records.ts';

/** Goes on with the journal of a rollout that another process left: from this entry on only ours may write to it. */
export async function takeOver(
  ref: EnvironmentRef,
  number: number,
  how: 'resume' | 'recover',
  { lock, ports }: { readonly lock: Lock; readonly ports: RolloutPorts },
): Promise<Journal> {
  const { user, host } = ports.identity.self;
  for (;;) {
    lock.assertHeld();
    const found = await readRollout(ports.state, ref, number);
    if (found === undefined) throw gone(number);
    const at = ports.clock.now().toISOString();
    const entry = { kind: 'taken-over', at, by: `${user}@${host}`, token: lock.token, how } as const;
    const journal = await claimJournal(ports.state, ref, found, entry);
    // A process that lost its lock wrote once more: look again at what it wrote.
    if (journal !== undefined) return journal;
  }
}

const gone = (number: number): ImagoError =>
  new ImagoError({
    code: 'state-broken',
    source: 'user',
    message: `the record of rollout ${number} is gone`,
    fix: 'restore the object from its earlier version in S3',
  });
