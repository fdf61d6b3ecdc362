import { ImagoError } from '@imago/engine';
import type { CliContext } from './context.ts';

/** Asks before something is lost; `--yes` answers, and without a terminal it refuses. */
export async function confirm(context: CliContext, question: string): Promise<void> {
  if (context.options.yes) return;
  if (!context.process.stdin.isTTY) {
    throw new ImagoError({
      code: 'not-confirmed',
      source: 'user',
      message: `not confirmed: ${question}`,
      fix: 'answer with --yes',
    });
  }
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({
    message: question,
    initialValue: false,
    output: context.process.stderr,
  });
  if (answer === true) return;
  throw new ImagoError({ code: 'not-confirmed', source: 'user', message: 'left as it is' });
}
