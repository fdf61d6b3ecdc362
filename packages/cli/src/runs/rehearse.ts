import { randomBytes } from 'node:crypto';
import { ImagoError, rehearse, type RehearsalKind, removeRehearsal } from '@imago/engine';
import { type RehearseFlags, usualTtl } from '../commands/rehearse.ts';
import { type CliContext, printResult } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { withStrategy } from '../project/with-strategy.ts';
import { rehearsalText, removalText } from '../render/rehearsal-text.ts';
import { imageOf } from './image-of.ts';
import { type EnvironmentRun, inEnvironment } from './in-environment.ts';
import { refuseData } from './refuse-data.ts';
import { rehearsalPorts, sweep } from './sweep.ts';

/** `imago rehearse ENV`. */
export async function rehearseEnvironment(
  this: CliContext,
  flags: RehearseFlags,
  name: string,
): Promise<void> {
  const what = readWhat(flags, name);
  await inEnvironment(this, name, async (run) => {
    if (what === 'remove') return removeKept(this, run, flags.remove ?? '');
    if (flags.data !== undefined) refuseData(name, run.spec.settings.kind, what);
    const leave = secondInterrupt(this, run);
    await sweep(run, this.signal);
    const image = await imageOf(run, flags, flags.bake ? 'bake' : 'refuse', this.signal);
    if (image === undefined) {
      throw new ImagoError({ code: 'no-image', source: 'user', message: `${name} has no image to rehearse` });
    }
    const { keep, data = 'snapshots', ttl = usualTtl } = flags;
    const settings = withStrategy(run.spec.settings, flags.strategy);
    const id = `test-${randomBytes(4).toString('hex')}`;
    const outcome = await rehearse(
      { ...run.ref, id, kind: what, image, settings, data, keep, ttl },
      rehearsalPorts(run, (event) => run.shown.rollout(event)),
      { interrupt: this.signal, leave },
    );
    run.reporter.close();
    const text = rehearsalText(outcome);
    const passed = outcome.kind === 'passed' && outcome.left === undefined;
    if (this.options.json || passed) printResult(this, text, { outcome });
    else this.process.stderr.write(`${text}\n`);
    this.process.exitCode = passed
      ? exitCode.done
      : outcome.kind === 'interrupted'
        ? exitCode.interrupted
        : exitCode.failed;
  });
}

async function removeKept(context: CliContext, run: EnvironmentRun, id: string): Promise<void> {
  const ports = rehearsalPorts(run, (event) => run.shown.rollout(event));
  const outcome = await removeRehearsal({ project: run.ref.project, id }, ports, context.signal);
  run.reporter.close();
  const done = outcome.kind === 'removed' || outcome.kind === 'nothing';
  if (context.options.json || done) printResult(context, removalText(outcome), { outcome });
  else context.process.stderr.write(`${removalText(outcome)}\n`);
  context.process.exitCode = done
    ? exitCode.done
    : outcome.kind === 'locked'
      ? exitCode.locked
      : exitCode.failed;
}

/** Aborted by the Ctrl-C after the first one, which begins to take the rehearsal down. */
function secondInterrupt({ signal, process }: CliContext, run: EnvironmentRun): AbortSignal {
  const second = new AbortController();
  const listen = (): void => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(name, () => {
        if (!second.signal.aborted) run.shown.note('the rehearsal is left: the next command removes it');
        second.abort(new Error(`interrupted by ${name} again`));
      });
    }
  };
  signal.addEventListener('abort', listen, { once: true });
  return second.signal;
}

function readWhat({ create, upgrade, remove }: RehearseFlags, name: string): RehearsalKind | 'remove' {
  const given = [
    ...(create ? ['create' as const] : []),
    ...(upgrade ? ['upgrade' as const] : []),
    ...(remove === undefined ? [] : ['remove' as const]),
  ];
  const [what, another] = given;
  if (what !== undefined && another === undefined) return what;
  throw new ImagoError({
    code: 'what-to-rehearse',
    source: 'user',
    message:
      what === undefined ? 'it is not said what to rehearse' : `--${what} and --${another} are two things`,
    fix: `write \`imago rehearse ${name} --create\`, \`--upgrade\`, or \`--remove ID\``,
  });
}
