import type { Fault } from './fault.ts';
import type { WireRequest, WireResponse } from '../message.ts';
import type { Operation } from '../operation.ts';

/** One wire protocol: reads an operation's input from a request and writes its output, or a fault, as a response. */
export interface Codec {
  decode(operation: Operation, request: WireRequest): object;
  encode(operation: Operation, output: object, requestId: string): WireResponse;
  fault(fault: Fault, requestId: string): WireResponse;
}
