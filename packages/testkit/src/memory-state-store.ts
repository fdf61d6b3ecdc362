import type { StateStore } from '@imago/engine';

/** A state store in memory, under the same conditional writes as S3. */
export interface MemoryStateStore extends StateStore {
  readonly documents: ReadonlyMap<string, string>;
  /** Called after each write, with what was there before. */
  onWrite(listener: (key: string, text: string, before: string | undefined) => void): void;
}

/** Begins with nothing in it, or with what is given. */
export function createMemoryStateStore(begun: ReadonlyMap<string, string> = new Map()): MemoryStateStore {
  const documents = new Map(begun);
  const versions = new Map([...begun.keys()].map((key) => [key, 0]));
  const listeners: Parameters<MemoryStateStore['onWrite']>[0][] = [];
  let counter = 0;
  return {
    documents,
    onWrite: (listener) => void listeners.push(listener),
    async read(key) {
      const text = documents.get(key);
      return text === undefined ? undefined : { text, version: String(versions.get(key)) };
    },
    async write(key, text, expected) {
      const before = documents.get(key);
      const current = before === undefined ? 'absent' : String(versions.get(key));
      if (current !== (expected === 'absent' ? 'absent' : expected.version)) return 'conflict';
      counter += 1;
      documents.set(key, text);
      versions.set(key, counter);
      for (const listener of listeners) listener(key, text, before);
      return { version: String(counter) };
    },
    list: async (prefix) => [...documents.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async delete(key) {
      documents.delete(key);
    },
  };
}
