import { defaultExecuteCommand, minutes } from '@imago/engine';
import type {
  CommandTemplate,
  EnvironmentVariable,
  Provisioner,
  ProvisionerTiming,
  ScriptSource,
} from '@imago/engine';
import type { FieldReader } from './field-reader.ts';

/** A provisioner for one build; undefined when `only` or `except` leaves the build out. */
export function readProvisioner(
  fields: FieldReader,
  build: { readonly name: string; readonly type: string },
): Provisioner | undefined {
  const only = fields.texts('only');
  const except = fields.texts('except');
  const type = fields.text('type');
  const timing = readTiming(fields);
  let provisioner: Provisioner | undefined;
  if (type === 'shell') provisioner = { ...readShell(fields, build), ...timing };
  else if (type === 'file') provisioner = { ...readFile(fields), ...timing };
  else if (type === undefined) fields.problem('type', 'a provisioner without type', 'write shell or file');
  else fields.problem('type', `the provisioner ${type} is not supported`, 'use shell or file');
  if (only !== undefined && only.length > 0 && !only.includes(build.name)) return undefined;
  return except?.includes(build.name) === true ? undefined : provisioner;
}

function readTiming(fields: FieldReader): ProvisionerTiming {
  const pauseBefore = fields.duration('pause_before');
  const timeout = fields.duration('timeout');
  const maxRetries = fields.number('max_retries');
  return {
    ...(pauseBefore === undefined ? {} : { pauseBefore }),
    ...(timeout === undefined || timeout.milliseconds === 0 ? {} : { timeout }),
    ...(maxRetries === undefined ? {} : { maxRetries }),
  };
}

function readShell(
  fields: FieldReader,
  build: { readonly name: string; readonly type: string },
): Provisioner {
  const useEnvVarFile = fields.flag('use_env_var_file') ?? false;
  const pauseAfter = fields.duration('pause_after');
  const remotePath = readRemotePath(fields);
  const provisioner: Provisioner = {
    kind: 'shell',
    scripts: readScripts(fields),
    environment: [
      { name: 'PACKER_BUILD_NAME', value: build.name },
      { name: 'PACKER_BUILDER_TYPE', value: build.type },
      ...readEnvironment(fields),
    ],
    executeCommand: readExecuteCommand(fields, useEnvVarFile),
    skipClean: fields.flag('skip_clean') ?? false,
    binary: fields.flag('binary') ?? false,
    validExitCodes: readExitCodes(fields),
    startRetryTimeout: fields.duration('start_retry_timeout') ?? minutes(5),
    expectDisconnect: fields.flag('expect_disconnect') ?? false,
    ...(remotePath === undefined ? {} : { remotePath }),
    ...(pauseAfter === undefined ? {} : { pauseAfter }),
  };
  fields.finish('the shell provisioner', ['env', 'env_var_format', 'override']);
  return provisioner;
}

function readScripts(fields: FieldReader): readonly ScriptSource[] {
  const script = fields.text('script');
  const scripts = fields.texts('scripts') ?? [];
  const inline = fields.texts('inline') ?? [];
  const shebang = fields.text('inline_shebang') ?? '/bin/sh -e';
  const given = [
    ...(script === undefined ? [] : ['script']),
    ...(scripts.length === 0 ? [] : ['scripts']),
    ...(inline.length === 0 ? [] : ['inline']),
  ];
  if (given.length !== 1) {
    const broken = ['script', 'scripts', 'inline'].some((key) => fields.failed(key));
    if (!broken) {
      const message = given.length === 0 ? 'nothing to run' : `${given.join(' and ')} together`;
      fields.problem(given[0] ?? '', message, 'write exactly one of script, scripts and inline');
    }
    return [];
  }
  if (inline.length > 0) return [{ kind: 'inline', lines: inline, shebang }];
  return (script === undefined ? scripts : [script]).map((path) => ({ kind: 'file', path }));
}

function readEnvironment(fields: FieldReader): readonly EnvironmentVariable[] {
  const variables: EnvironmentVariable[] = [];
  // a comma within a value is no separator here: Packer takes environment_vars as a list
  for (const pair of fields.texts('environment_vars') ?? []) {
    const split = pair.indexOf('=');
    if (split < 1)
      fields.problem('environment_vars', `${JSON.stringify(pair)} is no variable`, 'write "NAME=value"');
    else variables.push({ name: pair.slice(0, split), value: pair.slice(split + 1) });
  }
  return variables;
}

function readExecuteCommand(fields: FieldReader, useEnvVarFile: boolean): CommandTemplate {
  const gaps = ['Path', 'Vars', 'EnvVarFile'] as const;
  const parts = fields.parts('execute_command', gaps);
  if (parts === undefined || parts.length === 0)
    return useEnvVarFile ? envVarFileCommand : defaultExecuteCommand;
  return parts.map((part) => {
    if (typeof part === 'string') return part;
    return { gap: gaps.find((gap) => gap === part.field) ?? 'Path' };
  });
}

/** Packer's default with `use_env_var_file`. */
const envVarFileCommand: CommandTemplate = [
  'chmod +x ',
  { gap: 'Path' },
  '; . ',
  { gap: 'EnvVarFile' },
  ' && ',
  { gap: 'Path' },
];

function readExitCodes(fields: FieldReader): readonly number[] {
  const codes = fields.numbers('valid_exit_codes') ?? [];
  return codes.length === 0 ? [0] : codes;
}

function readRemotePath(fields: FieldReader): string | undefined {
  const folder = fields.text('remote_folder');
  const file = fields.text('remote_file');
  const path = fields.text('remote_path');
  if (path !== undefined) return path;
  if (file !== undefined) return `${folder ?? '/tmp'}/${file}`;
  // a folder alone gets a name of its own for every script, as the default has
  return folder === undefined ? undefined : `${folder}/`;
}

function readFile(fields: FieldReader): Provisioner {
  const source = fields.text('source');
  const sources = fields.texts('sources') ?? [];
  const destination = fields.text('destination');
  const direction = fields.text('direction');
  fields.ignore('generated');
  const all = [...sources, ...(source === undefined ? [] : [source])];
  if (all.length === 0 && !fields.failed('source') && !fields.failed('sources')) {
    fields.problem('', 'nothing to copy', 'write source');
  }
  if (destination === undefined && !fields.failed('destination')) {
    fields.problem('', 'no destination', 'write where the file goes on the instance');
  }
  if (direction === 'download') fields.problem('direction', 'downloads are not supported', 'remove it');
  else if (direction !== undefined && direction !== 'upload') {
    fields.problem('direction', `${JSON.stringify(direction)} is no direction`, 'write upload');
  }
  fields.finish('the file provisioner', ['content', 'override']);
  return { kind: 'file', sources: all, destination: destination ?? '' };
}
