import { readFileSync } from 'node:fs';
import { ImagoError } from '@imago/engine';
import type { VariableFlags } from '../commands/parameters.ts';

/** What `--var` and `--var-file` say, for the reader of templates. */
export interface TemplateVariables {
  readonly vars: Readonly<Record<string, string>>;
  readonly varFiles: readonly { readonly fileName: string; readonly text: string }[];
}

/** Reads the variable files; a missing one is the user's mistake. */
export function readVariables(flags: VariableFlags): TemplateVariables {
  return {
    vars: Object.fromEntries((flags.var ?? []).map(({ name, value }) => [name, value])),
    varFiles: (flags.varFile ?? []).map((fileName) => ({
      fileName,
      text: readUserFile(fileName, 'variable file'),
    })),
  };
}

/** The text of a file that the user named. */
export function readUserFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new ImagoError({
      code: 'file-missing',
      source: 'user',
      message: `the ${what} ${path} ${reason}`,
      cause,
    });
  }
}
