import type { EnvironmentSettings } from '../model/release.ts';
import type { ProjectImage } from './packer-image.ts';

/** An environment of the config, checked, with every default filled in. */
export interface EnvironmentSpec {
  readonly name: string;
  readonly cloud: 'aws' | 'local';
  /** Undefined: the AWS configuration's own. */
  readonly region?: string;
  /** An image of this project, or the id of one that exists. */
  readonly image: ProjectImage | { readonly kind: 'id'; readonly id: string };
  readonly settings: EnvironmentSettings;
}

/** A config that has been checked. */
export interface ProjectSpec {
  readonly name: string;
  readonly environments: Readonly<Record<string, EnvironmentSpec>>;
  /** Every image that the project names, each after those it builds on. */
  readonly images: readonly ProjectImage[];
}
