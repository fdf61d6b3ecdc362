import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import { nextCommands } from './next-commands.ts';
import type { LockHolder } from './outcome.ts';

/** The entry by which a rollout waits for a person; undefined where it runs, or was killed. */
export function heldBy({
  entries,
}: Pick<RolloutRecord, 'entries'>): Extract<JournalEntry, { kind: 'held' }> | undefined {
  const last = entries.at(-1);
  return last?.kind === 'held' ? last : undefined;
}

/** A rollout by name: what it is, and who began it. */
export function nameOf({ kind, to, number, startedAt, by, cluster }: RolloutRecord): string {
  const goal = kind === 'restore' ? `of ${cluster?.snapshotSet ?? 'snapshots'}` : `to ${to ?? 'nothing'}`;
  const what = kind === 'destroy' ? 'a destroy' : `a ${kind} ${goal}`;
  return `${what} (#${number}, begun ${startedAt} by ${by})`;
}

/** A rollout that has not ended, with what to do about it, in one sentence. */
export function describeUnfinished(
  record: RolloutRecord,
  environment: string,
  running: LockHolder | undefined,
): string {
  const name = nameOf(record);
  const { kind } = record;
  if (running !== undefined) {
    const by = `${running.user}@${running.host}`;
    const said =
      kind === 'destroy' ? '' : `; \`imago pause\`, \`promote\` and \`abort ${environment}\` are obeyed`;
    return `${name} runs since ${running.since} on ${by}${said}`;
  }
  const held = heldBy(record);
  if (held !== undefined) {
    return `${name} waits: ${held.reason}; ${nextCommands(environment, held.why)}`;
  }
  const resume = `\`imago resume ${environment}\` goes on with it`;
  if (kind === 'destroy') return `${name} was left unfinished; ${resume}`;
  return `${name} was left unfinished; ${resume}, \`imago abort ${environment}\` puts everything back`;
}
