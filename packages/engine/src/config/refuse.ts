import type { z } from 'zod';

/** Takes what is wrong: where, with which value, and what to write instead. */
export type Refuse = (path: readonly PropertyKey[], input: unknown, message: string) => void;

/** Tells zod what is wrong. */
export const refuseIn =
  (context: z.core.$RefinementCtx): Refuse =>
  (path, input, message) =>
    context.addIssue({ code: 'custom', path: [...path], input, message });

/** Refuses each value that an earlier one has already, at its field; `fix` says what to write. */
export function refuseRepeated<Item>(
  items: readonly Item[],
  field: { readonly list: string; readonly name: string; readonly of: (item: Item) => string | undefined },
  fix: string,
  refuse: Refuse,
): void {
  const seen = new Set<string>();
  for (const [index, item] of items.entries()) {
    const value = field.of(item);
    if (value === undefined) continue;
    if (seen.has(value)) refuse([field.list, index, field.name], value, fix);
    seen.add(value);
  }
}
