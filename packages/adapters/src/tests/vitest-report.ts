/** What is read of the report of vitest's `json` reporter. */
interface Report {
  readonly numTotalTests?: number;
  readonly numPassedTests?: number;
  readonly testResults?: readonly {
    readonly name?: string;
    readonly status?: string;
    readonly message?: string;
    readonly assertionResults?: readonly {
      readonly fullName?: string;
      readonly status?: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** One line of what vitest found, with the first failure; undefined where it left no report. */
export function readReport(text: string): string | undefined {
  const report = parsed(text);
  if (report === undefined) return undefined;
  const { numTotalTests: total = 0, numPassedTests: passed = 0, testResults = [] } = report;
  const counted = `${passed} of ${total} ${total === 1 ? 'test' : 'tests'} passed`;
  for (const { name = '', status, message = '', assertionResults = [] } of testResults) {
    const failed = assertionResults.find((one) => one.status === 'failed');
    if (failed !== undefined)
      return `${counted}; ${failed.fullName ?? name}: ${firstLine(failed.failureMessages?.[0] ?? 'failed')}`;
    // A file that could not even be read has no tests that failed.
    if (status === 'failed') return `${counted}; ${name}: ${firstLine(message)}`;
  }
  return counted;
}

function parsed(text: string): Report | undefined {
  try {
    const report: unknown = JSON.parse(text);
    return typeof report === 'object' && report !== null ? report : undefined;
  } catch {
    return undefined;
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').trim().slice(0, 200);
