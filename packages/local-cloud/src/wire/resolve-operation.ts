import { formText } from './form-tree.ts';
import type { WireRequest } from './message.ts';
import { requestForm } from './request-form.ts';
import type { Route } from './route.ts';
import type { Service } from './service.ts';

/** A service and the routes that the local cloud has for it, by operation. */
export interface ServedService extends Service {
  readonly routes: ReadonlyMap<string, Route>;
}

/** What a request asks for: `route` is undefined where no served action answers it. */
export interface Resolved {
  readonly service: ServedService;
  readonly action: string | undefined;
  readonly version?: string | undefined;
  readonly route: Route | undefined;
}

/** Finds service and action from what the client sent, never from configuration. `signingName`: the signature's scope. */
export function resolveOperation(
  services: readonly ServedService[],
  request: WireRequest,
  signingName: string | undefined,
): Resolved | undefined {
  const form = requestForm(request);
  const action = formText(form, 'Action');
  const version = formText(form, 'Version');
  const signed = signingName === undefined ? services : services.filter((s) => s.signingName === signingName);
  const service =
    signed.find((candidate) => candidate.version === version) ??
    signed.find((candidate) => candidate.protocol === 'ec2Query');
  return service && { service, action, version, route: service.routes.get(action ?? '') };
}
