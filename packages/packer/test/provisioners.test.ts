import { defaultExecuteCommand, minutes, seconds } from '@imago/engine';
import { describe, expect, it } from 'vitest';
import { builder, fileOf, problemsOf, shellOf } from './read.ts';

describe('the shell provisioner', () => {
  it('has Packer’s defaults', () => {
    expect(shellOf({ script: 'setup.sh' })).toEqual({
      kind: 'shell',
      scripts: [{ kind: 'file', path: 'setup.sh' }],
      environment: [
        { name: 'PACKER_BUILD_NAME', value: 'amazon-ebs' },
        { name: 'PACKER_BUILDER_TYPE', value: 'amazon-ebs' },
      ],
      executeCommand: defaultExecuteCommand,
      skipClean: false,
      binary: false,
      validExitCodes: [0],
      startRetryTimeout: minutes(5),
      expectDisconnect: false,
    });
  });

  it('runs inline lines as one script', () => {
    expect(shellOf({ inline: ['a', 'b'], inline_shebang: '/bin/bash -ex' }).scripts).toEqual([
      { kind: 'inline', lines: ['a', 'b'], shebang: '/bin/bash -ex' },
    ]);
    expect(shellOf({ inline: 'echo a' }).scripts).toMatchObject([
      { lines: ['echo a'], shebang: '/bin/sh -e' },
    ]);
  });

  it.each([
    ["{{ .Vars }} sudo -E sh '{{ .Path }}'", [{ gap: 'Vars' }, " sudo -E sh '", { gap: 'Path' }, "'"]],
    [
      "chmod +x {{ .Path }}; sudo -S sh -c '{{ .Vars }} {{ .Path }} {{ user `code_tag`}}'",
      ['chmod +x ', { gap: 'Path' }, "; sudo -S sh -c '", { gap: 'Vars' }, ' ', { gap: 'Path' }, " v1.2'"],
    ],
  ])('reads the execute command %s', (execute_command, expected) => {
    expect(
      shellOf({ inline: ['a'], execute_command }, { vars: { code_tag: 'v1.2' } }).executeCommand,
    ).toEqual(expected);
  });

  it('splits a variable at its first equals sign', () => {
    const { environment } = shellOf({ inline: ['a'], environment_vars: ['A=b=c', 'E='] });
    expect(environment.slice(2)).toEqual([
      { name: 'A', value: 'b=c' },
      { name: 'E', value: '' },
    ]);
  });

  it('takes pauses, retries and exit codes', () => {
    const timing = {
      pause_before: '10s',
      pause_after: '1m',
      timeout: '5m',
      max_retries: 2,
      valid_exit_codes: [0, 100],
    };
    expect(shellOf({ inline: ['a'], ...timing })).toMatchObject({
      pauseBefore: seconds(10),
      pauseAfter: minutes(1),
      timeout: minutes(5),
      maxRetries: 2,
      validExitCodes: [0, 100],
    });
  });

  it.each([
    [{}, undefined],
    [{ remote_path: '/opt/x.sh' }, '/opt/x.sh'],
    [{ remote_folder: '/opt' }, '/opt/'],
    [{ remote_folder: '/opt', remote_file: 'y.sh' }, '/opt/y.sh'],
  ])('with %j puts its script at %s', (fields, expected) => {
    expect(shellOf({ inline: ['a'], ...fields }).remotePath).toBe(expected);
  });

  it.each([
    [{}, 'nothing to run'],
    [{ script: 'a', inline: ['b'] }, 'script and inline together'],
    [{ script: 'a', scripts: ['b'] }, 'script and scripts together'],
    [{ inline: ['a'], environment_vars: ['nonsense'] }, '"nonsense" is no variable'],
    [{ inline: ['a'], environment_vars: ['=b'] }, '"=b" is no variable'],
    [{ inline: ['a'], env_var_format: '%s' }, 'env_var_format of the shell provisioner is not supported'],
    [{ inline: ['a'], execute_command: '{{.Nope}}' }, '{{.Nope}} is not known here'],
    [{ inline: [['a']] }, 'a text was expected, not an array'],
  ])('refuses %j', (fields, expected) => {
    const problems = problemsOf({ builders: [builder], provisioners: [{ type: 'shell', ...fields }] });
    expect(problems.join('\n')).toContain(expected);
    expect(problems).toHaveLength(1);
  });
});

describe('the file provisioner', () => {
  it('keeps the trailing slash, which decides where a folder lands', () => {
    expect(fileOf({ source: 'files/', destination: '/tmp/packer/files/' })).toEqual({
      kind: 'file',
      sources: ['files/'],
      destination: '/tmp/packer/files/',
    });
  });

  it('takes several sources', () => {
    expect(fileOf({ sources: ['a', 'b'], destination: '/tmp/', generated: true }).sources).toEqual([
      'a',
      'b',
    ]);
  });

  it('refuses downloads by name', () => {
    const provisioners = [{ type: 'file', source: 'a', destination: 'b', direction: 'download' }];
    expect(problemsOf({ builders: [builder], provisioners }).join()).toContain('downloads are not supported');
  });
});
