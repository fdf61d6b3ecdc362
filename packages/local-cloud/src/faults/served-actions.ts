import type { Route } from '../wire/route.ts';
import { describeServices } from '../wire/service.ts';
import type { FaultScope } from './fault.ts';
import { serviceName } from './service-name.ts';

/** Every action that is served, with the short name of its service: what a fault may be for. */
export function servedActions(routes: readonly Route[]): readonly Required<FaultScope>[] {
  const names = new Map(describeServices().map(({ namespace, id }) => [namespace, serviceName(id)]));
  return routes.map(({ operation }) => ({
    service: names.get(operation.namespace) ?? operation.namespace,
    action: operation.name,
  }));
}
