import type { Answer } from '../checks/request.ts';

/** A JSON object as it came, of which nothing is known. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object of an answer with one of these statuses; throws a sentence where there is none. */
export function objectIn(
  { status, body }: Answer,
  path: string,
  statuses: readonly number[] = [200],
): JsonObject {
  if (!statuses.includes(status)) throw new Error(`status ${status} from ${path}`);
  const value = parse(body);
  if (value === undefined) throw new Error(`no JSON object from ${path}`);
  return value;
}

/** The object that a text is, where it is one. */
export function parse(text: string): JsonObject | undefined {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The value as an object. */
export const objectOf = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;

/** The objects of a list; what is no list has none. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.flatMap((one) => {
    const object = objectOf(one);
    return object === undefined ? [] : [object];
  });
}

/** A text that says something. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** A number, also where it is written as a text: 64-bit numbers are. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
