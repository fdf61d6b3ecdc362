import type { StateStore } from '../ports/state-store.ts';
import { withPatience } from './patience.ts';
import type { RolloutPorts } from './ports.ts';

/** The same ports with records that are read and written again where the store was busy, or nobody knows whether it was written. */
export function steady(ports: RolloutPorts): RolloutPorts {
  return { ...ports, state: steadyState(ports) };
}

function steadyState(ports: RolloutPorts): StateStore {
  const { state } = ports;
  return {
    read: (key) => withPatience(ports, () => state.read(key)),
    list: (prefix) => withPatience(ports, () => state.list(prefix)),
    delete: (key) => withPatience(ports, () => state.delete(key)),
    async write(key, text, expected) {
      let attempts = 0;
      const written = await withPatience(ports, () => {
        attempts += 1;
        return state.write(key, text, expected);
      });
      if (written !== 'conflict' || attempts === 1) return written;
      // What stands in the way may be what we wrote ourselves, with an answer that got lost.
      const found = await withPatience(ports, () => state.read(key));
      return found?.text === text ? { version: found.version } : 'conflict';
    },
  };
}
