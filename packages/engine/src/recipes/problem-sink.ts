import type { Problem } from '../config/problem.ts';

/** Takes one problem of a recipe. */
export type ProblemSink = (path: string, message: string, fix: string) => void;

/** Gathers problems, so that all of them are told at once. */
export function collectProblems(): {
  readonly problems: readonly Problem[];
  readonly report: ProblemSink;
} {
  const problems: Problem[] = [];
  return {
    problems,
    report(path, message, fix) {
      problems.push({ path, message, fix });
    },
  };
}

/** Reports the keys that nobody reads, each with the nearest known one. */
export function reportUnknownKeys(
  value: object,
  known: readonly string[],
  prefix: string,
  report: ProblemSink,
): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest = nearestMatch(key, known);
    report(
      `${prefix}${key}`,
      `unknown field ${key}`,
      nearest === undefined ? `remove it; known are ${known.join(', ')}` : `write ${nearest}`,
    );
  }
}

/** The candidate that is a typing error away, or undefined. */
export function nearestMatch(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance, a transposition counted as one step. */
function editDistance(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        steps = Math.min(steps, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(steps);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
