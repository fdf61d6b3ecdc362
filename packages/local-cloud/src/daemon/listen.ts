import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.ts';

/** Clients keep connections for seconds between calls; closing first would cost them a reset. */
const KEEP_ALIVE_MILLISECONDS = 75_000;

/** Listens on one address, loopback unless told; refuses a port that is in use. */
export async function listen(
  port: number,
  listener: RequestListener,
  address = '127.0.0.1',
): Promise<Server> {
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS, requestTimeout: 0, noDelay: true },
    listener,
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeFailure(port, address, error)));
    server.listen(port, address, resolve);
  });
  return server;
}

/** A listener that lets requests wait until it is told how to answer them. */
export interface Doorway {
  readonly listener: RequestListener;
  open(listener: RequestListener): void;
}

/** Makes the listener of a server that takes its port before it can answer. */
export function createDoorway(): Doorway {
  let inside: RequestListener | undefined;
  const waiting: Parameters<RequestListener>[] = [];
  return {
    listener: (...call) => {
      if (inside) inside(...call);
      else waiting.push(call);
    },
    open: (listener) => {
      inside = listener;
      for (const call of waiting.splice(0)) listener(...call);
    },
  };
}

/** The endpoint of a server that listens. */
export function endpointOf(server: Server): string {
  return `http://127.0.0.1:${portOf(server)}`;
}

/** The port of a server that listens. */
export function portOf(server: Server): number {
  // a server on TCP has an address with a port
  return (server.address() as AddressInfo).port;
}

/** Takes no more connections; calls that are being answered get a second to end. */
export async function stopListening(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), 1000);
  await closed;
  clearTimeout(force);
}

function describeFailure(port: number, address: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') {
    return new StartError(
      `port ${port} of ${address} is in use`,
      'stop what uses it, or choose another with --port',
    );
  }
  if (error.code === 'EACCES') {
    return new StartError(`port ${port} needs root`, 'choose one above 1023 with --port');
  }
  return error;
}
