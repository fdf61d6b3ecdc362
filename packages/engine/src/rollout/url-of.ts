import type { Observed } from '../model/observed.ts';

/** The address of an environment, once its load balancer takes requests. */
export function urlOf({ loadBalancer, listener }: Observed, path = '/'): string | undefined {
  if (loadBalancer?.state !== 'active' || listener === undefined) return undefined;
  const port = listener.port === 80 ? '' : `:${listener.port}`;
  return `http://${loadBalancer.dnsName}${port}${path}`;
}
