import type { Because } from '../model/rollout.ts';
import type { PostMortem } from './outcome.ts';
import type { Run } from './run.ts';
import { reasonOf } from './words.ts';

/** Journals why a rollout goes back, after asking the machines that it gives up what they know of it. */
export async function turnBack(
  because: Because,
  { ports, journal, subject }: Run,
): Promise<PostMortem | undefined> {
  // Whoever interrupts, aborts or kills knows why.
  const asked = because.kind === 'interrupted' || because.kind === 'killed' || because.kind === 'aborted';
  const postMortem = asked ? undefined : await subject.examine(because);
  await journal.append({ kind: 'turned-back', at: ports.clock.now().toISOString(), because });
  ports.emit({ code: 'turned-back', because, reason: reasonOf(because) });
  return postMortem;
}
