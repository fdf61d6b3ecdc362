import type {
  DeployOutcome,
  DestroyOutcome,
  HealOutcome,
  OrderOutcome,
  RestoreOutcome,
  RollbackOutcome,
} from '@imago/engine';
import type { CliContext } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { outcomeText } from '../render/outcome-text.ts';

/** How any run may end. */
export type Outcome =
  | DeployOutcome
  | DestroyOutcome
  | RollbackOutcome
  | HealOutcome
  | RestoreOutcome
  | OrderOutcome;

/**
 * Prints how a run ended and sets the exit status that scripts go by; `wanted` are ends that a command is there for,
 * such as `aborted` for an abort.
 */
export function finish(context: CliContext, outcome: Outcome, wanted: readonly Outcome['kind'][] = []): void {
  const code = wanted.includes(outcome.kind) ? exitCode.done : statusOf(outcome);
  const text = outcomeText(outcome);
  if (context.options.json) context.process.stdout.write(`${JSON.stringify({ outcome })}\n`);
  else if (code === exitCode.done) context.process.stdout.write(`${text}\n`);
  else context.process.stderr.write(`${text}\n`);
  context.process.exitCode = code;
}

function statusOf(outcome: Outcome): number {
  switch (outcome.kind) {
    case 'deployed':
    case 'healed':
    case 'restored':
    case 'unchanged':
    case 'destroyed':
    case 'nothing':
    case 'told':
    case 'handed-over':
      return exitCode.done;
    case 'rolled-back':
    case 'aborted':
    case 'stopped':
      return exitCode.failed;
    case 'nowhere':
    case 'no-rollout':
      return exitCode.userMistake;
    case 'waiting':
      return exitCode.waitingForPerson;
    case 'locked':
      return exitCode.locked;
    case 'interrupted':
      return exitCode.interrupted;
  }
}
