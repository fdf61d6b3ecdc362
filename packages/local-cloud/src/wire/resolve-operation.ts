import { queryDialect } from './dialects/query.ts';
import { awsQueryCodec } from './protocols/aws-query-codec.ts';
import { formText } from './protocols/form-tree.ts';
import type { WireRequest } from './message.ts';
import { requestForm } from './protocols/request-form.ts';
import { matchOperation } from './protocols/rest-route.ts';
import type { Route } from './route.ts';
import type { Service, Tongue } from './service.ts';

/** A service and the routes that the local cloud has for it, by operation. */
export interface ServedService extends Service {
  readonly routes: ReadonlyMap<string, Route>;
}

/** What a request asks for. */
export interface Resolved extends Tongue {
  /** Undefined where no service of ours is meant. */
  readonly service: ServedService | undefined;
  readonly action: string | undefined;
  readonly version?: string | undefined;
  /** Undefined where no served action answers the request. */
  readonly route: Route | undefined;
}

/** How a request is answered that is for no service of ours: with the error document that every query client reads. */
const NO_SERVICE: Tongue = {
  codec: awsQueryCodec('http://webservices.amazon.com/AWSFault/2005-15-09'),
  dialect: queryDialect,
};

/** Finds service and action from what the client sent, never from configuration. `signingName`: the signature's scope. */
export function resolveOperation(
  services: readonly ServedService[],
  request: WireRequest,
  signingName: string | undefined,
): Resolved {
  if (request.headers['smithy-protocol'] === 'rpc-v2-cbor') return resolveCbor(services, request);
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return resolveTarget(services, request, target);
  const signedFor =
    signingName === undefined ? services : services.filter((service) => service.signingName === signingName);
  const onlyRest = signedFor.length > 0 && signedFor.every(isRest);
  return !onlyRest && asksByForm(request) ? resolveForm(signedFor, request) : resolveRest(signedFor, request);
}

function resolveTarget(services: readonly ServedService[], request: WireRequest, target: string): Resolved {
  const dot = target.lastIndexOf('.');
  const action = target.slice(dot + 1);
  const service = services.find((candidate) => candidate.target === target.slice(0, dot));
  const version = request.headers['content-type']?.includes('json-1.1') ? '1.1' : '1.0';
  const tongue = (service ?? services[0])?.json[version] ?? NO_SERVICE;
  return { ...tongue, service, action, route: service?.routes.get(action) };
}

/** https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html */
function resolveCbor(services: readonly ServedService[], { path }: WireRequest): Resolved {
  const [, target, action] = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path) ?? [];
  const service = services.find((candidate) => candidate.target === target);
  const tongue = (service ?? services[0])?.cbor ?? NO_SERVICE;
  return { ...tongue, service, action, route: service?.routes.get(action ?? '') };
}

function asksByForm({ path, search, headers }: WireRequest): boolean {
  if (path !== '/') return false;
  return (
    headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true ||
    /(?:^|&)Action=/.test(search)
  );
}

function resolveForm(candidates: readonly ServedService[], request: WireRequest): Resolved {
  const form = requestForm(request);
  const action = formText(form, 'Action');
  const version = formText(form, 'Version');
  // EC2 takes any of its versions; elsewhere another version is another API, such as classic load balancing.
  const service =
    candidates.find((candidate) => candidate.version === version) ??
    candidates.find(({ protocol }) => protocol === 'ec2Query');
  return {
    ...(service?.form ?? NO_SERVICE),
    service,
    action,
    version,
    route: service?.routes.get(action ?? ''),
  };
}

function resolveRest(candidates: readonly ServedService[], request: WireRequest): Resolved {
  const service = candidates.find(isRest);
  if (!service) return { ...NO_SERVICE, service, action: undefined, route: undefined };
  const query = new URLSearchParams(request.search);
  const route = matchOperation(service.routes.values(), { request, query });
  return { ...service.own, service, action: route?.operation.name ?? describeRequest(request), route };
}

const isRest = ({ protocol }: ServedService): boolean => protocol === 'restXml' || protocol === 'restJson';

/** S3 has no names for actions on the wire: the request is the name. */
function describeRequest({ method, path, search }: WireRequest): string {
  return search === '' ? `${method} ${path}` : `${method} ${path}?${search}`;
}
