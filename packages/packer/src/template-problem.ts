import type { Problem } from '@imago/engine';

/** One mistake in a template or a variable file, with the place. */
export interface TemplateProblem extends Problem {
  readonly fileName: string;
  /** From 1; absent where the mistake has no place, such as a variable that was not given. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** The line and a mark below it, for syntax errors. */
  readonly excerpt?: string;
}

/** Writes problems one per paragraph: `app.json:10:21: builders[0].ami_name: unexpected …; write …`. */
export function formatTemplateProblems(problems: readonly TemplateProblem[]): string {
  return problems
    .map(({ fileName, line, column, path, message, fix, excerpt }) => {
      const place = line === undefined ? fileName : `${fileName}:${line}:${column ?? 1}`;
      const text = `${place}: ${path === '' ? '' : `${path}: `}${message}${fix === '' ? '' : `; ${fix}`}`;
      return excerpt === undefined ? text : `${text}\n${excerpt}`;
    })
    .join('\n');
}
