import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LocalCloud } from '../cloud.ts';
import type { FaultInjector } from '../faults/injector.ts';
import { AwsError } from './aws-error.ts';
import { createListener } from './listener.ts';
import type { WireRequest, WireResponse } from './message.ts';
import { openRequest } from './open-request.ts';
import { MalformedBody } from './protocols/malformed-body.ts';
import { MalformedValue } from './protocols/scalars.ts';
import { type Resolved, resolveOperation, type ServedService } from './resolve-operation.ts';
import type { Route } from './route.ts';
import { describeServices } from './service.ts';
import { type AccessKey, authenticate } from './signature/authenticate.ts';
import { readClaim, type SignatureClaim, UnreadableClaim } from './signature/claim.ts';

/** What the gateway needs. */
export interface GatewayOptions {
  readonly cloud: LocalCloud;
  readonly routes: readonly Route[];
  readonly secretOf: (accessKeyId: string) => AccessKey | undefined;
  /** Lets calls go wrong, where that is asked for. */
  readonly faults?: Pick<FaultInjector, 'answer'> | undefined;
  /** The time that signatures are held against: the clients' time, which is not always the cloud's. */
  readonly now?: () => Date;
  /** Told of every request, and of every exception that is no answer of AWS's. */
  readonly log?: (event: string, facts: Readonly<Record<string, unknown>>) => void;
}

/** The one endpoint of all services: as a function of a request, and as a listener of node:http. */
export interface Gateway {
  readonly handle: (request: WireRequest) => Promise<WireResponse>;
  readonly listener: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Serves the routes over the AWS wire protocols, signatures checked. */
export function createGateway(options: GatewayOptions): Gateway {
  const { cloud, secretOf, log = () => {}, now = () => new Date() } = options;
  const services = describeServices().map((service): ServedService => {
    const routes = options.routes.filter(({ operation }) => operation.namespace === service.namespace);
    return { ...service, routes: new Map(routes.map((route) => [route.operation.name, route])) };
  });

  async function handle(request: WireRequest): Promise<WireResponse> {
    const requestId = randomUUID();
    const started = performance.now();
    const claim = tryReadClaim(request);
    const resolved = resolveOperation(
      services,
      request,
      claim instanceof UnreadableClaim ? undefined : claim?.signingName,
    );
    const response = await answer(request, claim, resolved, requestId);
    log('request', {
      service: resolved.service?.id,
      action: resolved.action,
      status: response.status,
      ...(response.fault && { fault: response.fault }),
      milliseconds: performance.now() - started,
      requestId,
    });
    return response;
  }

  async function answer(
    raw: WireRequest,
    claim: SignatureClaim | UnreadableClaim | undefined,
    resolved: Resolved,
    requestId: string,
  ): Promise<WireResponse & { readonly fault?: string }> {
    const { codec, dialect } = resolved;
    const idHeader = { [dialect.requestIdHeader]: requestId };
    try {
      const output = await run(raw, claim, resolved, requestId);
      const response = codec.encode(...output, requestId);
      return { ...response, headers: { ...response.headers, ...idHeader } };
    } catch (error) {
      const failure = asAwsError(error, resolved);
      if (failure.status >= 500 && failure !== error) {
        log('internal error', { action: resolved.action, requestId, error });
      }
      const { code, message } = failure;
      const response = codec.fault(failure, requestId);
      const headers = { ...response.headers, ...failure.headers, ...idHeader };
      return { ...response, headers, fault: `${code}: ${message}` };
    }
  }

  async function run(
    raw: WireRequest,
    claim: SignatureClaim | UnreadableClaim | undefined,
    { codec, dialect, service, action, version, route }: Resolved,
    requestId: string,
  ): Promise<[Route['operation'], object]> {
    if (claim instanceof UnreadableClaim) throw dialect.incompleteSignature(claim.message);
    const authenticated = authenticate(raw, claim, { dialect, secretOf, now: now(), cloudNow: cloud.now() });
    if (!service || !route) throw dialect.unknownAction(action, version);
    const { request, trailers } = openRequest(raw, authenticated, dialect);
    const { operation } = route;
    const input = codec.decode(operation, request);
    const missing = operation.required.filter((name) => !(name in input));
    if (missing.length > 0) throw dialect.missingParameters(missing, operation.input);
    const perform = (world: LocalCloud): unknown =>
      route.handle(input as never, {
        cloud: world,
        service: service.id,
        operation: operation.name,
        region: authenticated.claim.region,
        accessKeyId: authenticated.claim.accessKeyId,
        requestId,
        headers: request.headers,
        trailers,
      });
    const output = await (options.faults
      ? options.faults.answer({ service: service.id, action: operation.name, perform })
      : perform(cloud));
    return [operation, output ?? {}];
  }

  return { handle, listener: createListener(handle, log) };
}

function tryReadClaim(request: WireRequest): SignatureClaim | UnreadableClaim | undefined {
  try {
    return readClaim(request);
  } catch (error) {
    if (error instanceof UnreadableClaim) return error;
    throw error;
  }
}

/** What is no error of AWS's is ours: the client learns that something went wrong here, and nothing else. */
function asAwsError(error: unknown, { dialect }: Resolved): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof MalformedValue) return dialect.malformedValue(error);
  if (error instanceof MalformedBody) return dialect.malformedBody();
  return dialect.internal();
}
