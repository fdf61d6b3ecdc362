import type { ClusterInput } from './cluster-options.ts';
import type { FleetInput } from './fleet-options.ts';
import type { ProjectImage } from './packer-image.ts';

/** Options of `defineProject()`. */
export interface ProjectOptions {
  readonly name: string;
  readonly environments?: Readonly<Record<string, FleetInput | ClusterInput>>;
  /** Images that no environment names, to be baked all the same. */
  readonly images?: readonly ProjectImage[];
}

/** What `defineProject()` makes. */
export interface ProjectInput extends ProjectOptions {
  readonly kind: 'project';
}
