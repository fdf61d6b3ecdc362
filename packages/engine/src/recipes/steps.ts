import type { Problem } from '../config/problem.ts';
import { minutes } from '../model/duration.ts';
import { defaultExecuteCommand, parseCommandTemplate, sudoExecuteCommand } from './command-template.ts';
import { durationField } from './duration-field.ts';
import type { DurationInput } from './duration-field.ts';
import { collectProblems, reportUnknownKeys } from './problem-sink.ts';
import type { ProblemSink } from './problem-sink.ts';
import type { Provisioner, ProvisionerTiming, ScriptSource } from './provisioner.ts';

/** What `shell()` and `file()` give to `image()`: a provisioner, and what is wrong with it. */
export interface ProvisionStep {
  readonly provisioner: Provisioner;
  readonly problems: readonly Problem[];
}

interface TimingOptions {
  readonly pauseBefore?: DurationInput;
  readonly timeout?: DurationInput;
  readonly maxRetries?: number;
}

/** Exactly one of `script`, `scripts` and `inline`. Fields mean what they mean in Packer's shell provisioner. */
export interface ShellOptions extends TimingOptions {
  readonly script?: string;
  readonly scripts?: readonly string[];
  readonly inline?: readonly string[];
  /** For `inline`; `/bin/sh -e` when absent. */
  readonly inlineShebang?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as root. */
  readonly sudo?: boolean;
  /** With `{{.Vars}}` and `{{.Path}}`; instead of `sudo`. */
  readonly executeCommand?: string;
  readonly remotePath?: string;
  readonly skipClean?: boolean;
  readonly binary?: boolean;
  readonly validExitCodes?: readonly number[];
  readonly startRetryTimeout?: DurationInput;
  readonly expectDisconnect?: boolean;
  readonly pauseAfter?: DurationInput;
}

const shellKeys: readonly (keyof ShellOptions)[] = [
  'script',
  'scripts',
  'inline',
  'inlineShebang',
  'env',
  'sudo',
  'executeCommand',
  'remotePath',
  'skipClean',
  'binary',
  'validExitCodes',
  'startRetryTimeout',
  'expectDisconnect',
  'pauseBefore',
  'pauseAfter',
  'timeout',
  'maxRetries',
];

/**
 * Runs scripts or lines on the instance.
 *
 * @example
 * shell({ inline: ['systemctl enable app'], sudo: true })
 */
export function shell(options: ShellOptions): ProvisionStep {
  const { problems, report } = collectProblems();
  reportUnknownKeys(options, shellKeys, '', report);
  const pauseAfter = durationField(options.pauseAfter, undefined, 'pauseAfter', report);
  const provisioner: Provisioner = {
    kind: 'shell',
    scripts: readScripts(options, report),
    environment: Object.entries(options.env ?? {}).map(([name, value]) => ({ name, value })),
    executeCommand: readExecuteCommand(options, report),
    skipClean: options.skipClean ?? false,
    binary: options.binary ?? false,
    validExitCodes: options.validExitCodes ?? [0],
    startRetryTimeout: durationField(options.startRetryTimeout, minutes(5), 'startRetryTimeout', report),
    expectDisconnect: options.expectDisconnect ?? false,
    ...(options.remotePath === undefined ? {} : { remotePath: options.remotePath }),
    ...(pauseAfter === undefined ? {} : { pauseAfter }),
    ...readTiming(options, report),
  };
  return { provisioner, problems };
}

function readScripts(options: ShellOptions, report: ProblemSink): readonly ScriptSource[] {
  const given = (['script', 'scripts', 'inline'] as const).filter((key) => options[key] !== undefined);
  if (given.length !== 1) {
    report(
      'script',
      given.length === 0 ? 'nothing to run' : `${given.join(' and ')} together`,
      'write exactly one of script, scripts and inline',
    );
    return [];
  }
  if (options.inline !== undefined) {
    return [{ kind: 'inline', lines: options.inline, shebang: options.inlineShebang ?? '/bin/sh -e' }];
  }
  const paths = options.scripts ?? (options.script === undefined ? [] : [options.script]);
  return paths.map((path) => ({ kind: 'file', path }));
}

function readExecuteCommand(
  options: ShellOptions,
  report: ProblemSink,
): ReturnType<typeof parseCommandTemplate> & object {
  if (options.executeCommand === undefined)
    return options.sudo === true ? sudoExecuteCommand : defaultExecuteCommand;
  if (options.sudo === true) report('sudo', 'sudo and executeCommand together', 'write one of them');
  const template = parseCommandTemplate(options.executeCommand);
  if (template !== undefined) return template;
  report(
    'executeCommand',
    `${JSON.stringify(options.executeCommand)} has an unknown gap`,
    'write {{.Path}}, {{.Vars}} or {{.EnvVarFile}}',
  );
  return defaultExecuteCommand;
}

/** Exactly one of `source` and `sources`; a folder's trailing slash copies what is in it. */
export interface FileOptions extends TimingOptions {
  readonly source?: string;
  readonly sources?: readonly string[];
  readonly destination: string;
}

const fileKeys: readonly (keyof FileOptions)[] = [
  'source',
  'sources',
  'destination',
  'pauseBefore',
  'timeout',
  'maxRetries',
];

/**
 * Copies files and folders to the instance, as its ssh user.
 *
 * @example
 * file({ source: 'dist/', destination: '/srv/app/' })
 */
export function file(options: FileOptions): ProvisionStep {
  const { problems, report } = collectProblems();
  reportUnknownKeys(options, fileKeys, '', report);
  const sources = [...(options.source === undefined ? [] : [options.source]), ...(options.sources ?? [])];
  if (sources.length === 0) report('source', 'nothing to copy', 'write the path of a file or folder');
  if (typeof options.destination !== 'string' || options.destination === '') {
    report('destination', 'missing', 'write where the file goes on the instance');
  }
  return {
    provisioner: {
      kind: 'file',
      sources,
      destination: options.destination ?? '',
      ...readTiming(options, report),
    },
    problems,
  };
}

function readTiming(options: TimingOptions, report: ProblemSink): ProvisionerTiming {
  const pauseBefore = durationField(options.pauseBefore, undefined, 'pauseBefore', report);
  const timeout = durationField(options.timeout, undefined, 'timeout', report);
  return {
    ...(pauseBefore === undefined ? {} : { pauseBefore }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(options.maxRetries === undefined ? {} : { maxRetries: options.maxRetries }),
  };
}
