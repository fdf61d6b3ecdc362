import type { Problem } from '../config/problem.ts';
import type { BuilderSettings } from './builder-settings.ts';
import type { Provisioner } from './provisioner.ts';

/** What an image is made of. Plain data: it can be compared, hashed and printed. */
export interface Recipe {
  readonly name: string;
  readonly source: RecipeSource;
  readonly builder: BuilderSettings;
  readonly provisioners: readonly Provisioner[];
  /** Values that must never be shown; output is masked with them. */
  readonly secrets?: readonly string[];
  /** Where the recipe uses the time of the run, so that its fingerprint is new at every run. */
  readonly volatile?: readonly string[];
  /** What is wrong with it; paths start below the recipe, such as `provision[1].destination`. */
  readonly problems?: readonly Problem[];
}

/** The image that the temporary instance starts from. */
export type RecipeSource =
  | { readonly kind: 'image'; readonly id: string }
  | {
      readonly kind: 'filter';
      /** EC2 DescribeImages filters, such as `name: ['debian-12-amd64-*']`. */
      readonly filters: Readonly<Record<string, readonly string[]>>;
      /** Account ids, `self`, `amazon` or `aws-marketplace`. */
      readonly owners: readonly string[];
      /** Takes the newest of several matches; without it several matches are an error. */
      readonly mostRecent: boolean;
    }
  /** A layer: the image baked from another recipe. */
  | { readonly kind: 'recipe'; readonly recipe: Recipe }
  /** The newest official Debian image of a release, by Debian's own owner id and names. */
  | { readonly kind: 'debian'; readonly release: number };
