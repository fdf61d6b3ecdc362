import { readHistory } from '@imago/engine';
import { type CliContext, printResult } from '../context.ts';
import { historyText } from '../render/history-text.ts';
import { inEnvironment, tellUnfinished } from './in-environment.ts';
import { tellLeft } from './sweep.ts';

/** `imago history ENV`. */
export async function showHistory(this: CliContext, _flags: object, name: string): Promise<void> {
  await inEnvironment(this, name, async (run) => {
    // As JSON the rollouts themselves tell whether they have ended.
    if (!this.options.json) await tellUnfinished(run);
    const left = await tellLeft(run, this);
    const report = await readHistory(run.ref, run.ports);
    printResult(this, historyText(report), { ...report, ...left });
  });
}
