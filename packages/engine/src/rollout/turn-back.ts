import type { Observed } from '../model/observed.ts';
import type { Because } from '../model/rollout.ts';
import { examine } from './post-mortem.ts';
import type { PostMortem } from './post-mortem.ts';
import type { Run } from './run.ts';
import { reasonOf } from './words.ts';

/** Journals why a rollout goes back, after asking the machines that it gives up what they know of it. */
export async function turnBack(
  because: Because,
  observed: Observed,
  { environment, ports, journal }: Run,
): Promise<PostMortem | undefined> {
  const { toSide } = journal.record;
  // Whoever interrupts, aborts or kills knows why.
  const asked = because.kind === 'interrupted' || because.kind === 'killed' || because.kind === 'aborted';
  const postMortem =
    asked || toSide === undefined
      ? undefined
      : await examine(ports.cloud, environment, observed, journal.record);
  await journal.append({ kind: 'turned-back', at: ports.clock.now().toISOString(), because });
  ports.emit({ code: 'turned-back', because, reason: reasonOf(because) });
  return postMortem;
}
