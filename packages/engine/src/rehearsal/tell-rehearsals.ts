import type { RehearsalRecord } from './rehearsal-record.ts';
import { leftoversIn } from './leftovers.ts';
import { readShelf } from './records.ts';
import type { RehearsalPorts } from './rehearsal-ports.ts';

/** What is there of rehearsals of a project, a sentence for each; nothing is touched. */
export async function tellRehearsals(
  project: string,
  { state, identity, clock, rehearsals }: RehearsalPorts,
): Promise<readonly string[]> {
  const { region } = rehearsals;
  const { records } = await readShelf(state, project);
  const there = records.filter((record) => record.removedAt === undefined && record.region === region);
  const gone = await Promise.all(there.map(({ holder }) => identity.isDead(holder)));
  const dead = new Set(there.flatMap(({ id }, index) => (gone[index] === true ? [id] : [])));
  const left = leftoversIn(there, { now: clock.now(), dead, region });
  return there.map((record) => sentenceOf(record, left.find((one) => one.record === record)?.why));
}

function sentenceOf(record: RehearsalRecord, why: string | undefined): string {
  const { id, of, kind, holder, startedAt, expiresAt, kept, state } = record;
  const name = `rehearsal ${id} of ${of} (${kind}, begun ${startedAt} by ${holder.user}@${holder.host})`;
  if (why !== undefined) return `${name} is left: ${why}; the next command that changes something removes it`;
  if (!kept || state === 'running') return `${name} is under way`;
  return `${name} ${state} and is kept until ${expiresAt}; \`imago rehearse ${of} --remove ${id}\` removes it`;
}
