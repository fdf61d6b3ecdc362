import type { Position } from './json/json-value.ts';
import type { TemplateProblem } from './template-problem.ts';

/** Gathers the mistakes of one file. */
export class ProblemList {
  readonly problems: TemplateProblem[] = [];
  readonly #fileName: string;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  add(path: string, at: Position | undefined, message: string, fix = ''): void {
    const { problems } = this;
    // two builders read the same provisioners: one mistake is told once
    const known = problems.some(
      (other) => other.path === path && other.message === message && other.line === at?.line,
    );
    if (!known) problems.push({ fileName: this.#fileName, path, message, fix, ...at });
  }
}
