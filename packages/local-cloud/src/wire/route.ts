import { type Operation, operationOf } from './operation.ts';
import type { LocalCloud } from '../cloud.ts';

/** Who calls, and what the action works on. */
export interface Context {
  readonly cloud: LocalCloud;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
}

/** One AWS action: the SDK's operation schema and the function that answers it. Made by `on`. */
export interface Route {
  readonly operation: Operation;
  readonly handle: (input: never, context: Context) => unknown;
}

type CommandClass = new (input: never) => {
  readonly input: object;
  readonly schema?: unknown;
  resolveMiddleware(...args: never[]): unknown;
};

type Handler<C> = C extends new (input: never) => {
  readonly input: infer Input;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
}
  ? (input: Input, context: Context) => Omit<Output, '$metadata'> | Promise<Omit<Output, '$metadata'>>
  : never;

/**
 * Ties a typed function to an action of the SDK: input, output and wire format come from the command's schema.
 *
 * @example
 * export const route: Route = on(DeleteKeyPairCommand, (input, { cloud }) => ({ Return: true }));
 */
export function on<C extends CommandClass>(Command: C, handle: NoInfer<Handler<C>>): Route {
  return { operation: operationOf(Command), handle: handle as Route['handle'] };
}
