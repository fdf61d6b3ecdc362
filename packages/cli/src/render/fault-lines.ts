import { describeFault, describeScope, type FaultReport } from '@imago/local-cloud';

const DONE: Readonly<Record<keyof FaultReport['injected'], string>> = {
  throttle: 'throttled',
  error: 'failed',
  delay: 'delayed',
  stale: 'stale',
  die: 'dying',
  neverBoots: 'not booted',
  slowDetach: 'slow to detach',
  stuckDetach: 'stuck',
};

/** One line for each fault: what it is for, what goes wrong, its seed, and what it has done. */
export function faultLines(faults: readonly FaultReport[]): readonly string[] {
  const rows = faults.map((fault) => [
    describeScope(fault),
    describeFault(fault.options),
    `seed ${fault.seed}`,
    describeDone(fault),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function describeDone({ calls, injected }: FaultReport): string {
  if (calls === 0) return '';
  const done = Object.entries(injected).filter(([, count]) => count > 0);
  // the keys are those of DONE
  const words = done.map(([kind, count]) => `${count} ${DONE[kind as keyof FaultReport['injected']]}`);
  return `${calls} ${calls === 1 ? 'call' : 'calls'}: ${words.length > 0 ? words.join(', ') : 'none harmed'}`;
}
