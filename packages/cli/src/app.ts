import { readFile } from 'node:fs/promises';
import { type Application, buildApplication, buildRouteMap, text_en } from '@stricli/core';
import { abortCommand } from './commands/abort.ts';
import { bakeCommand } from './commands/bake.ts';
import { deployCommand } from './commands/deploy.ts';
import { destroyCommand } from './commands/destroy.ts';
import { doctorCommand } from './commands/doctor.ts';
import { healCommand } from './commands/heal.ts';
import { historyCommand } from './commands/history.ts';
import { imagesCommand } from './commands/images.ts';
import { localRoutes } from './commands/local.ts';
import { pauseCommand } from './commands/pause.ts';
import { planCommand } from './commands/plan.ts';
import { promoteCommand } from './commands/promote.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { restoreCommand } from './commands/restore.ts';
import { resumeCommand } from './commands/resume.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { statusCommand } from './commands/status.ts';
import type { CliContext } from './context.ts';
import { exitCodeOf } from './exit-code.ts';
import type { GlobalOptions } from './global-options.ts';
import { installedFile } from './installed-file.ts';
import { argumentErrorText, unknownCommandText } from './render/argument-error-text.ts';
import { errorText } from './render/error-text.ts';

const globalHelp = `Options of every command:
  --json          results as one JSON document on stdout (JSON lines for what streams)
  --quiet         results only
  --verbose       where errors come from
  --no-color      no colours (NO_COLOR does the same)
  --yes           answer confirmations
  --config FILE   the project's config (default: imago.config.ts here or in a parent)`;

/** The command tree. What a command does is loaded only when it runs, which keeps `imago --help` fast. */
export function buildImago(options: GlobalOptions): Application<CliContext> {
  const showError = (error: unknown): string => errorText(error, options);
  const root = buildRouteMap({
    routes: {
      abort: abortCommand,
      bake: bakeCommand,
      deploy: deployCommand,
      destroy: destroyCommand,
      doctor: doctorCommand,
      heal: healCommand,
      history: historyCommand,
      images: imagesCommand,
      local: localRoutes,
      pause: pauseCommand,
      plan: planCommand,
      promote: promoteCommand,
      rehearse: rehearseCommand,
      restore: restoreCommand,
      resume: resumeCommand,
      rollback: rollbackCommand,
      status: statusCommand,
    },
    docs: {
      brief: 'Immutable deployments on virtual machines: bake, deploy, watch, roll back',
      fullDescription: `Immutable deployments on virtual machines: bake an image, deploy it with no failed request, roll back.\n\n${globalHelp}`,
    },
  });
  return buildApplication(root, {
    name: 'imago',
    versionInfo: { getCurrentVersion: readVersion },
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { onlyRequiredInUsageLine: true, disableAnsiColor: !options.color },
    localization: {
      text: {
        ...text_en,
        noCommandRegisteredForInput: unknownCommandText,
        exceptionWhileParsingArguments: argumentErrorText,
        exceptionWhileRunningCommand: showError,
        exceptionWhileLoadingCommandFunction: showError,
        exceptionWhileLoadingCommandContext: showError,
        commandErrorResult: showError,
      },
    },
    determineExitCode: exitCodeOf,
  });
}

async function readVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(installedFile('package.json'), 'utf8')) as {
    readonly version: string;
  };
  return manifest.version;
}
