import type { Recipe } from '@imago/engine';
import type { TemplateProblem } from './template-problem.ts';

/** What surrounds a template; reading it touches no file and no clock. */
export interface TemplateInput {
  /** For messages. */
  readonly fileName: string;
  /** `--var k=v`; undeclared names are allowed, as in Packer. */
  readonly vars: Readonly<Record<string, string>>;
  /** `--var-file`, in order; the last of two with one name counts, and `vars` before all of them. */
  readonly varFiles: readonly { readonly fileName: string; readonly text: string }[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `{{timestamp}}` and `{{isotime}}`. */
  readonly startedAt: Date;
  /** Absolute; `{{template_dir}}`. */
  readonly templateDir: string;
  /** Absolute; `{{pwd}}`. */
  readonly workingDir: string;
  /** `{{uuid}}`. */
  readonly uuid: () => string;
}

/** Every recipe of the template and the names of the variables that it declares or uses, or everything that is wrong with it. */
export type ReadTemplateResult =
  | { readonly kind: 'read'; readonly builds: readonly PackerBuild[]; readonly variables: readonly string[] }
  | { readonly kind: 'invalid'; readonly problems: readonly TemplateProblem[] };

/** One builder of a template with the provisioners that apply to it. */
export interface PackerBuild {
  readonly recipe: Recipe;
  /** How the template logs in; what is absent comes from the surroundings. Ignored on the local cloud. */
  readonly access: {
    readonly accessKeyId?: string;
    readonly secretAccessKey?: string;
    readonly sessionToken?: string;
    readonly profile?: string;
  };
}
