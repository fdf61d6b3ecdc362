import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';

/** A target on a loopback address that answers with its own name. */
export interface TargetServer {
  readonly server: Server;
  readonly requests: () => number;
  readonly lastHeaders: () => IncomingHttpHeaders;
  readonly lastPeer: () => string | undefined;
  /** Stops listening and closes its connections at once, busy ones too. */
  readonly kill: () => Promise<void>;
}

/** Starts a target; `handle` answers instead of the name. */
export async function startTarget(
  address: string,
  port: number,
  name: string,
  handle?: RequestListener,
): Promise<TargetServer> {
  let requests = 0;
  let headers: IncomingHttpHeaders = {};
  let peer: string | undefined;
  const server = createServer((request, response) => {
    requests += 1;
    headers = request.headers;
    peer = request.socket.remoteAddress;
    if (handle) handle(request, response);
    else response.end(name);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, address);
  await once(server, 'listening');
  return {
    server,
    requests: () => requests,
    lastHeaders: () => headers,
    lastPeer: () => peer,
    kill: async () => {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}
