import type { FleetInput, FleetOptions, HealthInput, HealthOptions } from './fleet-options.ts';
import type { ProjectInput, ProjectOptions } from './project-options.ts';

/**
 * The default export of `imago.config.ts`.
 *
 * @example
 * export default defineProject({ name: 'shop', environments: { production: fleet({ … }) } });
 */
export const defineProject = (options: ProjectOptions): ProjectInput => ({ ...options, kind: 'project' });

/** An environment of interchangeable instances behind a load balancer. */
export const fleet = (options: FleetOptions): FleetInput => ({ ...options, kind: 'fleet' });

/** A health check over HTTP, as Elastic Load Balancing does it. */
export const http = (path: string, options: HealthOptions = {}): HealthInput => ({ ...options, path });
