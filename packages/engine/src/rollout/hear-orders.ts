import type { JournalEntry, RolloutRecord } from '../model/rollout.ts';
import { readOrders } from './orders.ts';
import { withPatience } from './patience.ts';
import type { Run } from './run.ts';

/** Writes down what people have told the rollout since the last look; from then on its strategy obeys. */
export async function hearOrders({ environment, ports, lock, journal }: Run): Promise<void> {
  const { number } = journal.record;
  const orders = await withPatience(ports, () => readOrders(ports.state, environment, number));
  for (let index = heardOf(journal.record); index < orders.length; index += 1) {
    const order = orders[index];
    if (order === undefined) return;
    lock.assertHeld();
    await journal.append({ kind: 'told', at: ports.clock.now().toISOString(), index, order });
    ports.emit({ code: 'order-heard', order });
  }
}

/** How many orders a rollout has heard. */
export const heardOf = ({ entries }: Pick<RolloutRecord, 'entries'>): number => {
  const told = entries.filter(
    (entry): entry is Extract<JournalEntry, { kind: 'told' }> => entry.kind === 'told',
  );
  return Math.max(0, ...told.map(({ index }) => index + 1));
};
