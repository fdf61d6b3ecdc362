import type { NormalizedSchema } from '@smithy/core/schema';

/** A timestamp's form on the wire, by the number that the SDK's schemas use for it. */
export type TimestampFormat = (typeof TIMESTAMP)[keyof typeof TIMESTAMP];

/** Smithy's timestamp formats. */
export const TIMESTAMP = { dateTime: 5, httpDate: 6, epochSeconds: 7 } as const;

/** Text that a client sent where the schema wants something else. */
export class MalformedValue extends Error {
  readonly value: string;
  /** What it should have been: `number`, `boolean`, `timestamp`. */
  readonly expected: string;
  readonly member: string;

  constructor(value: string, expected: string, member: string) {
    super(`${member}: '${value}' is not a ${expected}`);
    this.value = value;
    this.expected = expected;
    this.member = member;
  }
}

/** Compiles how a scalar is written as text. */
export function scalarWriter(
  schema: NormalizedSchema,
  fallback: TimestampFormat = TIMESTAMP.dateTime,
): (value: unknown) => string {
  if (schema.isTimestampSchema()) return timestampWriter(formatOf(schema, fallback));
  if (schema.isBlobSchema()) return (value) => Buffer.from(value as Uint8Array).toString('base64');
  return String;
}

function formatOf(schema: NormalizedSchema, fallback: TimestampFormat): TimestampFormat {
  const own = schema.getSchema();
  return own === TIMESTAMP.dateTime || own === TIMESTAMP.httpDate || own === TIMESTAMP.epochSeconds
    ? own
    : fallback;
}

function timestampWriter(format: TimestampFormat): (value: unknown) => string {
  switch (format) {
    case TIMESTAMP.dateTime:
      return (value) => (value as Date).toISOString();
    case TIMESTAMP.httpDate:
      return (value) => (value as Date).toUTCString();
    case TIMESTAMP.epochSeconds:
      return (value) => String((value as Date).getTime() / 1000);
  }
}

/** Compiles how a scalar is read from text; `member` names it in errors. */
export function scalarReader(schema: NormalizedSchema, member: string): (text: string) => unknown {
  const fail = (text: string, expected: string): never => {
    throw new MalformedValue(text, expected, member);
  };
  if (schema.isBooleanSchema()) return (text) => readBoolean(text) ?? fail(text, 'boolean');
  if (schema.isNumericSchema()) return (text) => readNumber(text) ?? fail(text, 'number');
  if (schema.isTimestampSchema()) return (text) => readTimestamp(text) ?? fail(text, 'timestamp');
  if (schema.isBlobSchema()) return (text) => Buffer.from(text, 'base64');
  if (schema.isBigIntegerSchema())
    return (text) => (/^-?\d+$/.test(text) ? BigInt(text) : fail(text, 'number'));
  return (text) => text;
}

function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function readNumber(text: string): number | undefined {
  return /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text.trim()) ? Number(text) : undefined;
}

function readTimestamp(text: string): Date | undefined {
  const date = new Date(/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : text);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
