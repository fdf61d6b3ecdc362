import { run, type StricliProcess } from '@stricli/core';
import { buildImago } from './app.ts';
import { exitCode } from './exit-code.ts';
import { splitGlobalOptions } from './global-options.ts';
import { interruptSignal } from './interrupts.ts';

/** The command line: exit status 2 for what stricli itself refuses (unknown commands, options, values). */
async function main(): Promise<void> {
  const { options, rest } = splitGlobalOptions(process.argv.slice(2), process.env);
  // The SDK's word on future Node versions is for us, who pin it, and not for users.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  if (!options.color) process.env['STRICLI_NO_COLOR'] = '1';
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitCode.done);
    throw error;
  });
  await run(buildImago(options), rest.length === 0 ? ['--help'] : rest, {
    // Node's own types have `undefined` where stricli's have absence.
    process: process as StricliProcess & NodeJS.Process,
    options,
    signal: interruptSignal(process),
  });
  const code = Number(process.exitCode ?? 0);
  process.exitCode = code < 0 || code > 200 ? exitCode.userMistake : code;
  // A keep-alive connection or a live prober must not hold the process once the command is done.
  process.stdout.write('', () => process.exit());
}

await main();
