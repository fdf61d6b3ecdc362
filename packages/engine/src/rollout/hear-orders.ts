import { seconds } from '../model/duration.ts';
import type { Duration } from '../model/duration.ts';
import type { JournalEntry, Order, RolloutRecord } from '../model/rollout.ts';
import { after } from '../strategies/moments.ts';
import { readOrders } from './orders.ts';
import { withPatience } from './patience.ts';
import type { Run } from './run.ts';

/** How late an order may be heard: to read them is a call. */
const hearing: Duration = seconds(2);

/** Hears orders now and then, or at once where it must; answers whether it did. */
export function listenForOrders(order: Run): (atOnce: boolean) => Promise<boolean> {
  const { clock } = order.ports;
  let heardAt: Date | undefined;
  return async (atOnce) => {
    const now = clock.now();
    if (!atOnce && heardAt !== undefined && now < after(heardAt, hearing)) return false;
    await hearOrders(order);
    heardAt = now;
    return true;
  };
}

/** Writes down what people have told the rollout since the last time; from then on its strategy obeys. */
async function hearOrders({ environment, ports, lock, journal }: Run): Promise<void> {
  const { number } = journal.record;
  const orders = await withPatience(ports, () => readOrders(ports.state, environment, number));
  for (let index = heardOf(journal.record); index < orders.length; index += 1) {
    const order = orders[index];
    if (order === undefined) return;
    lock.assertHeld();
    await journal.append({ kind: 'told', at: ports.clock.now().toISOString(), index, order });
    if (!isTakenBack(order, orders.slice(index + 1))) ports.emit({ code: 'order-heard', order });
  }
}

/** A pause that is over, or the end of one, before anybody heard of it: it changes nothing. */
const isTakenBack = ({ kind }: Order, later: readonly Order[]): boolean =>
  (kind === 'pause' || kind === 'resume') && later.some((other) => other.kind !== 'override-gate');

/** How many orders a rollout has heard. */
export const heardOf = ({ entries }: Pick<RolloutRecord, 'entries'>): number => {
  const told = entries.filter(
    (entry): entry is Extract<JournalEntry, { kind: 'told' }> => entry.kind === 'told',
  );
  return Math.max(0, ...told.map(({ index }) => index + 1));
};
