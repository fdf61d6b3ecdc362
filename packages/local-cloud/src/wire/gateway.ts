import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalCloud } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { resolveOperation, type ServedService } from './resolve-operation.ts';
import type { Route } from './route.ts';
import { describeServices } from './service.ts';

/** What a signature is checked against. */
export interface AccessKey {
  readonly secret: string;
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
}

/** What the gateway needs. */
export interface GatewayOptions {
  readonly cloud: LocalCloud;
  readonly routes: readonly Route[];
  readonly secretOf: (accessKeyId: string) => AccessKey | undefined;
  /** One event per request. */
  readonly log?: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** The one endpoint of all services: as a function of a request, and as a listener of node:http. */
export interface Gateway {
  handle(request: WireRequest): Promise<WireResponse>;
  listener(request: IncomingMessage, response: ServerResponse): void;
}

/** Serves the routes over the AWS wire protocols. */
export function createGateway(options: GatewayOptions): Gateway {
  const services = describeServices().map((service): ServedService => {
    const routes = options.routes.filter(({ operation }) => operation.namespace === service.namespace);
    return { ...service, routes: new Map(routes.map((route) => [route.operation.name, route])) };
  });

  async function handle(request: WireRequest): Promise<WireResponse> {
    const requestId = randomUUID();
    const signingName = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(
      request.headers['authorization'] ?? '',
    )?.[1];
    const hit = resolveOperation(services, request, signingName);
    if (!hit) return { status: 400, headers: {}, body: '' };
    const { service, action, version, route } = hit;
    try {
      if (!route) throw service.dialect.unknownAction(action, version);
      const input = service.codec.decode(route.operation, request);
      const output = await route.handle(input as never, {
        cloud: options.cloud,
        service: service.id,
        operation: route.operation.name,
        region: options.cloud.region,
        accessKeyId: undefined,
        requestId,
        headers: request.headers,
        trailers: {},
      });
      return service.codec.encode(route.operation, output as object, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) options.log?.('internal error', { error });
      const { code, message, status } = error instanceof AwsError ? error : service.dialect.internal();
      return service.codec.fault({ code, message, status, details: {} }, requestId);
    }
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const [path = '/', search = ''] = (incoming.url ?? '/').split('?', 2);
    const answer = await handle({
      method: incoming.method ?? 'GET',
      path,
      search,
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  }

  return { handle, listener: (request, response) => void serve(request, response) };
}
