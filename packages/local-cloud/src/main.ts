import { cleanHost } from './clean-host.ts';
import { startDaemon } from './daemon.ts';
import { type DaemonOptions, parseOptions } from './daemon/parse-options.ts';
import { StartError } from './daemon/start-error.ts';

// The SDK's word on Node versions is for its users; what this process prints is shown to ours.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

try {
  const command = parseOptions(process.argv.slice(2));
  if (command.kind === 'clean-host') await cleanHost(command.dataDir);
  else await serve(command.options);
} catch (error) {
  fail(error);
}

/** Serves until a signal; machines are stopped then, and left alone if this process fails. */
async function serve(options: DaemonOptions): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => resolve());
  });
  const daemon = await startDaemon(options);
  const crash = (kind: string) => (error: unknown) => {
    daemon.log(kind, { error: error instanceof Error ? error.stack : String(error) });
    fail(error);
  };
  process.on('uncaughtException', crash('uncaught exception'));
  process.on('unhandledRejection', crash('unhandled rejection'));
  await stopped;
  await daemon.close().catch(crash('failed to stop'));
  process.exit(0);
}

/** First line: what is wrong. Then, indented, what to do: the command shows both. */
function fail(error: unknown): never {
  const user = error instanceof StartError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(user ? `${message}\n  ${error.fix}\n` : `${message}\n`);
  process.exit(user ? 2 : 1);
}
