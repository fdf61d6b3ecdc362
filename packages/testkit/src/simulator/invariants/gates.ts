import type { FleetSettings, JournalEntry, RolloutRecord } from '@imago/engine';

type CheckEntry = Extract<JournalEntry, { kind: 'check' }>;

/** Gates that a rollout which counts has passed by, as its journal has it. */
export function wrongGates(record: RolloutRecord, settings: FleetSettings): readonly string[] {
  const { kind, end, entries, strategy } = record;
  if (kind !== 'deploy' || end?.kind !== 'deployed') return [];
  const overridden = entries.flatMap((entry) =>
    entry.kind === 'told' && entry.order.kind === 'override-gate' ? [entry.order.gate] : [],
  );
  return settings.gates.flatMap((gate): readonly string[] => {
    const { name, at } = gate;
    // That what is to hold all the time goes well is written nowhere, also where whoever resumed had it asked anew.
    const known = at === 'always' ? entries.slice(entries.findLastIndex(isResumed) + 1) : entries;
    const last = known.findLast(
      (entry): entry is CheckEntry => entry.kind === 'check' && entry.name === name,
    );
    if (last?.result === 'failed' && !overridden.includes(name)) {
      return [`gate: it is deployed although ${name} failed`];
    }
    if (last?.result === 'passed' && gate.kind === 'command' && gate.run === 'fails') {
      return [`gate: ${name} passed, which always fails`];
    }
    // Where nothing is replaced there is nothing to ask about.
    const asked = at === 'end' || (at === 'before-shift' && strategy?.kind !== 'rolling');
    return asked && last === undefined ? [`gate: it is deployed and ${name} was never asked`] : [];
  });
}

const isResumed = (entry: JournalEntry): boolean => entry.kind === 'taken-over' && entry.how === 'resume';
