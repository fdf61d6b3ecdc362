import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { MetadataHandler } from '../machines.ts';

/** The HTTP server of the metadata service; machines reach it through the packet filter's DNAT. */
export interface MetadataServer {
  /** Listens on the bridge's address; gives the port. */
  listen(address: string, handler: MetadataHandler): Promise<number>;
  close(): Promise<void>;
}

/** Any free port will do: whatever else listens on port 80 of all the host's addresses stays out of the way. */
export function createMetadataServer(): MetadataServer {
  let server: Server | undefined;

  async function close(): Promise<void> {
    const closing = server;
    server = undefined;
    if (closing === undefined) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    closing.closeAllConnections();
    await closed;
  }

  return {
    async listen(address, handler) {
      await close();
      const adaptor = createAdaptorServer({
        overrideGlobalObjects: false,
        fetch: (request, { incoming }: { readonly incoming: { readonly socket: Socket } }) =>
          handler(request, incoming.socket.remoteAddress ?? ''),
      });
      // no other server was asked for
      server = adaptor as Server;
      return await new Promise<number>((resolve, reject) => {
        adaptor.once('error', reject);
        adaptor.listen(0, address, () => {
          const bound = adaptor.address();
          if (bound !== null && typeof bound === 'object') resolve(bound.port);
          else reject(new Error(`metadata service: ${address} gave no port`));
        });
      });
    },
    close,
  };
}
