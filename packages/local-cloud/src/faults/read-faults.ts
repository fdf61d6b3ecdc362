import type { Fault, FaultOptions, FaultScope } from './fault.ts';

/** What a command asks the daemon to turn on. */
export type FaultOrder = Omit<Fault, 'seed'> & { readonly seed?: number };

/** Why an order is refused. */
export class BadFault extends Error {}

/**
 * Reads what a command sent: `{ faults: [{ service?, action, options, seed? }] }`.
 *
 * @throws {BadFault} when it is anything else, or names an action that is not served.
 */
export function readFaults(text: string, served: readonly Required<FaultScope>[]): readonly FaultOrder[] {
  const { faults } = parse(text);
  if (!Array.isArray(faults) || faults.length === 0) throw new BadFault('there is no fault in the request');
  return faults.map((fault: unknown) => readFault(fault, served));
}

const SHARES = ['throttle', 'error', 'die', 'neverBoots', 'stuckDetach'];
const TIMES = ['staleMs', 'dieWithinMs'];
const RANGES = ['delay', 'slowDetach'];

function readFault(fault: unknown, served: readonly Required<FaultScope>[]): FaultOrder {
  const { service, action, options, seed } = asRecord(fault);
  const isServed = served.some(
    (known) =>
      (service === undefined || known.service === service) && (action === '*' || known.action === action),
  );
  if (!isServed) throw new BadFault(`no action ${String(action)} is served`);
  const given = asRecord(options);
  for (const [name, value] of Object.entries(given)) {
    if (!isRight(name, value)) throw new BadFault(`${name} cannot be ${JSON.stringify(value)}`);
  }
  if (seed !== undefined && !Number.isInteger(seed)) throw new BadFault('the seed is no whole number');
  // each of its members has been looked at
  return { ...asRecord(fault), options: given as FaultOptions } as FaultOrder;
}

function isRight(name: string, value: unknown): boolean {
  if (SHARES.includes(name)) return typeof value === 'number' && value >= 0 && value <= 1;
  if (TIMES.includes(name)) return typeof value === 'number' && value >= 0;
  if (!RANGES.includes(name)) return false;
  const { fromMs, toMs } = asRecord(value);
  return typeof fromMs === 'number' && typeof toMs === 'number' && fromMs >= 0 && toMs >= fromMs;
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    throw new BadFault('the request is no JSON object');
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new BadFault('a part of the request is no object');
  return value as Readonly<Record<string, unknown>>;
}
