import type { SimulatedInstance } from './model.ts';

/** In service, and healthy to the load balancer. */
export const isHealthy = ({ state, health }: SimulatedInstance): boolean =>
  state === 'InService' && health === 'healthy';
