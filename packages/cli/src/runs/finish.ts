import type { DeployOutcome, DestroyOutcome, RollbackOutcome } from '@imago/engine';
import type { CliContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { outcomeText } from '../render/outcome-text.ts';

type Outcome = DeployOutcome | DestroyOutcome | RollbackOutcome;

/** Prints how a run ended and sets the exit status that scripts go by. */
export function finish(context: CliContext, outcome: Outcome): void {
  const code = statusOf(outcome);
  const text = outcomeText(outcome);
  if (context.options.json) context.process.stdout.write(`${JSON.stringify({ outcome })}\n`);
  else if (code === exitCode.done) context.process.stdout.write(`${text}\n`);
  else context.process.stderr.write(`${text}\n`);
  context.process.exitCode = code;
}

function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'deployed':
    case 'unchanged':
    case 'destroyed':
    case 'nothing':
      return exitCode.done;
    case 'rolled-back':
    case 'stopped':
      return exitCode.failed;
    case 'nowhere':
      return exitCode.userMistake;
    case 'locked':
      return exitCode.locked;
    case 'interrupted':
      return exitCode.interrupted;
  }
}
