import type { Readable } from 'node:stream';
import type { LocalCloud } from '../cloud.ts';
import { type CommandClass, type Operation, operationOf } from './operation.ts';

/** Who calls, and what the action works on. */
export interface Context {
  readonly cloud: LocalCloud;
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
  /** The request's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that an aws-chunked upload carried behind its body, such as `x-amz-checksum-crc32`. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** One AWS action: the SDK's operation schema and the function that answers it. Made by `on`. */
export interface Route {
  readonly operation: Operation;
  readonly handle: (input: never, context: Context) => unknown;
}

/** A streamed member of an input has been read to its end before the handler sees it. */
type Received<Input> = {
  [Member in keyof Input]: unknown extends Input[Member]
    ? Input[Member]
    : Readable extends Input[Member]
      ? Buffer | Extract<Input[Member], undefined>
      : Input[Member];
};

/** A streamed member of an output may be bytes or a stream; the SDK's own type is the one that its clients see. */
type Answer<Output> = {
  [Member in keyof Omit<Output, '$metadata'>]:
    | Exclude<Output[Member & keyof Output], { transformToByteArray(): Promise<Uint8Array> }>
    | (Extract<Output[Member & keyof Output], { transformToByteArray(): Promise<Uint8Array> }> extends never
        ? never
        : Uint8Array | Readable);
};

type Handler<C> = C extends new (input: never) => {
  readonly input: infer Input;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
}
  ? (input: Received<Input>, context: Context) => Answer<Output> | Promise<Answer<Output>>
  : never;

/**
 * Ties a typed function to an action of the SDK: input, output and wire format come from the command's schema.
 *
 * @example
 * export const route: Route = on(DeleteKeyPairCommand, (input, { cloud }) => ({ Return: true }));
 */
export function on<C extends CommandClass>(Command: C, handle: NoInfer<Handler<C>>): Route {
  return { operation: operationOf(Command), handle };
}
