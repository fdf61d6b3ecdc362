import type { CheckContext, CheckRequest } from '@imago/engine';
import type { CheckTools } from './create-check-sampler.ts';
import type { Measured } from './judge.ts';
import { endWords } from './last-lines.ts';
import { runHere } from './run-here.ts';

/** The number in the last line that a script prints. */
export async function readScript(
  run: string,
  request: CheckRequest,
  context: CheckContext,
  tools: CheckTools,
  signal: AbortSignal,
): Promise<Measured> {
  const { exitCode, stdout, output } = await runHere(run, request, context, tools, signal);
  if (exitCode !== 0) return { missing: endWords('the script', exitCode, output) };
  const line = stdout.lastLine;
  if (line === '') return { missing: 'the script printed nothing; its last line must be a number' };
  const value = Number(line);
  if (Number.isFinite(value)) return { value, what: 'the script' };
  return {
    missing: `the last line that the script printed is no number: ${JSON.stringify(line.slice(0, 80))}`,
  };
}
