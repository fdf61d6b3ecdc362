import type { EnvironmentRef } from '../model/environment.ts';
import type { Order } from '../model/rollout.ts';
import type { StateStore } from '../ports/state-store.ts';
import { stateKeys } from './keys.ts';
import { parseRecord, toText } from './records.ts';

/** What people have told a rollout, in the order in which they did; the one record that is written without the lock. */
export async function readOrders(
  state: StateStore,
  ref: EnvironmentRef,
  number: number,
): Promise<readonly Order[]> {
  const key = stateKeys.orders(ref, number);
  const found = await state.read(key);
  return found === undefined ? [] : parseRecord<readonly Order[]>(key, found.text);
}

/** Adds orders to the end of the list, whoever else does so at the time; answers how many there are then. */
export async function appendOrders(
  state: StateStore,
  ref: EnvironmentRef,
  number: number,
  orders: readonly Order[],
): Promise<number> {
  const key = stateKeys.orders(ref, number);
  for (;;) {
    const found = await state.read(key);
    const before = found === undefined ? [] : parseRecord<readonly Order[]>(key, found.text);
    const expected = found === undefined ? 'absent' : { version: found.version };
    const written = await state.write(key, toText([...before, ...orders]), expected);
    if (written !== 'conflict') return before.length + orders.length;
  }
}
