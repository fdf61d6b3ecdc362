type Defined<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what is undefined, as `exactOptionalPropertyTypes` wants it. */
export function optional<T extends object>(values: T): Defined<T> {
  // fromEntries forgets which keys there were
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
