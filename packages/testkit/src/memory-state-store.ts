import type { StateStore } from '@imago/engine';

/** A state store in memory, under the same conditional writes as S3. */
export function createMemoryStateStore(): StateStore & { readonly documents: ReadonlyMap<string, string> } {
  const documents = new Map<string, string>();
  const versions = new Map<string, number>();
  let counter = 0;
  return {
    documents,
    async read(key) {
      const text = documents.get(key);
      return text === undefined ? undefined : { text, version: String(versions.get(key)) };
    },
    async write(key, text, expected) {
      const current = documents.has(key) ? String(versions.get(key)) : 'absent';
      if (current !== (expected === 'absent' ? 'absent' : expected.version)) return 'conflict';
      counter += 1;
      documents.set(key, text);
      versions.set(key, counter);
      return { version: String(counter) };
    },
    list: async (prefix) => [...documents.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async delete(key) {
      documents.delete(key);
    },
  };
}
