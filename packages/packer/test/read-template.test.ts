import { describe, expect, it } from 'vitest';
import { builder, problemsOf, read, readAll } from './read.ts';

describe('a template', () => {
  it('that is malformed is told with line, column and the line', () => {
    const text = '{\n  "builders": [\n    { "ami_name": “curly” }\n  ]\n}';
    expect(problemsOf(text)).toHaveLength(1);
    const [problem = ''] = problemsOf(text);
    expect(problem).toMatch(/^app\.json:3:19: malformed JSON: /);
    expect(problem).toContain('    3 |     { "ami_name": “curly” }');
    expect(problem.split('\n').at(-1)).toBe(`      | ${' '.repeat(18)}^`);
  });

  it.each(['', '{', '[1,]', '{"a": 1,}', '{"a": 1} x', '// remark\n{}', "{'a': 1}"])(
    'is strict JSON: %j',
    (text) => {
      expect(problemsOf(text)[0]).toMatch(/malformed JSON/);
    },
  );

  it('may begin with a byte order mark and hold remarks under names that begin with _', () => {
    expect(
      read(`\uFEFF${JSON.stringify({ _comment: 'hi', builders: [{ ...builder, _why: 'x' }] })}`).name,
    ).toBe('amazon-ebs');
  });

  it('tells all mistakes at once, unknown fields with the nearest match', () => {
    const problems = problemsOf({
      bilders: [],
      builders: [
        { ...builder, instance_typ: 't3.nano', spot_price: '1', associate_public_ip_address: 'maybe' },
      ],
      provisioners: [
        { type: 'shell', inline: ['a'], scirpt: 'x' },
        { type: 'ansible' },
        { type: 'file', source: 'a' },
      ],
      'post-processors': ['manifest', [{ type: 'shell-local' }]],
    });
    const all = problems.join('\n');
    expect(all).toContain('unknown field bilders; write builders');
    expect(all).toContain('unknown field instance_typ of amazon-ebs; write instance_type');
    expect(all).toContain('spot_price of amazon-ebs is not supported; remove it');
    expect(all).toContain('"maybe" is neither true nor false');
    expect(all).toContain('unknown field scirpt of the shell provisioner; write script');
    expect(all).toContain('the provisioner ansible is not supported; use shell or file');
    expect(all).toContain('no destination');
    expect(all).toContain('the post-processor manifest is not supported');
    expect(all).toContain('the post-processor shell-local is not supported');
    expect(problems.length).toBeGreaterThanOrEqual(9);
  });

  it.each([
    [{ type: 'docker' }, 'the builder docker is not supported'],
    [{ ...builder, ami_name: undefined }, 'ami_name is empty or missing'],
    [{ ...builder, ami_name: 'a' }, 'has 1 characters'],
    [{ ...builder, ami_name: 'app:{{isotime}}' }, 'has ":" in it'],
    [{ ...builder, source_ami: '' }, 'no source image'],
    [{ ...builder, source_ami: undefined, source_ami_filter: { filters: {} } }, 'no owners'],
    [{ ...builder, communicator: 'winrm' }, 'the communicator winrm is not supported'],
    [{ ...builder, ssh_username: '' }, 'ssh_username is empty or missing'],
    [{ ...builder, ssh_keypair_name: 'mine' }, 'a key pair without its private key'],
    [{ ...builder, shutdown_behavior: 'hibernate' }, 'is no shutdown behaviour'],
    [{ ...builder, ssh_timeout: '5 minutes' }, '"5 minutes" is no duration'],
    [{ ...builder, encrypt_boot: true }, 'encrypt_boot is not supported'],
    [{ ...builder, user_data: 'a', user_data_file: 'b' }, 'user_data and user_data_file together'],
  ])('with the builder %j says what is wrong', (wrong, expected) => {
    expect(problemsOf({ builders: [wrong] }).join('\n')).toContain(expected);
  });

  it('needs a builder, and a version of Packer 1', () => {
    expect(problemsOf({}).join()).toContain('no builder');
    expect(problemsOf({ min_packer_version: '2.0.0', builders: [builder] }).join()).toContain('Packer 2.0.0');
    expect(read({ min_packer_version: '1.6.0', builders: [builder] }).name).toBe('amazon-ebs');
  });

  it('gives one recipe for each builder, with only, except and override applied', () => {
    const recipes = readAll({
      builders: [
        { ...builder, name: 'one' },
        { ...builder, name: 'two' },
      ],
      provisioners: [
        { type: 'shell', inline: ['a'], only: ['one'] },
        { type: 'shell', inline: ['b'], except: ['one'] },
        { type: 'shell', inline: ['c'], override: { two: { execute_command: 'sudo {{.Path}}' } } },
      ],
    });
    const lines = recipes.map(({ provisioners }) =>
      provisioners.map((step) => (step.kind === 'shell' ? [step.scripts, step.executeCommand.length] : [])),
    );
    expect(recipes.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(lines[0]).toMatchObject([
      [[{ lines: ['a'] }], 6],
      [[{ lines: ['c'] }], 6],
    ]);
    expect(lines[1]).toMatchObject([
      [[{ lines: ['b'] }], 6],
      [[{ lines: ['c'] }], 2],
    ]);
  });

  it('refuses two builders of one name, and builds that nobody has', () => {
    expect(problemsOf({ builders: [builder, builder] }).join()).toContain(
      'two builders have the name amazon-ebs',
    );
    const provisioners = [{ type: 'shell', inline: ['a'], only: ['amazon-ebss'] }];
    expect(problemsOf({ builders: [builder], provisioners }).join()).toContain(
      'no builder has the name amazon-ebss',
    );
  });

  it('tells where a time makes the image another at every run: in provisioners, not in names and tags', () => {
    const tags = { when: '{{timestamp}}' };
    expect(read({ builders: [{ ...builder, tags }] }).volatile).toBeUndefined();
    const variables = { at: '{{isotime}}' };
    const provisioners = [{ type: 'shell', inline: ['echo {{user `at`}}'] }];
    expect(read({ variables, builders: [builder], provisioners }).volatile).toEqual([
      'provisioners[0].inline[0] uses {{isotime}}',
    ]);
  });
});
