import { describe, expect, it } from 'vitest';
import { builder, problemsOf, read } from '../read.ts';

const description = (text: string, variables: object = {}): string | undefined =>
  read({ variables, builders: [{ ...builder, ami_description: text }] }).builder.imageDescription;

describe('template functions', () => {
  it.each([
    ['{{timestamp}}', '1795251907'],
    ['{{isotime}}', '2026-11-21T09:05:07Z'],
    ['{{isotime "2006-01-02"}}', '2026-11-21'],
    ['{{isotime "Jan _2 06 03:04:05.000 PM MST -0700"}}', 'Nov 21 26 09:05:07.123 AM UTC +0000'],
    ['{{ isotime `Monday January 2 15:4:5` }}', 'Saturday November 21 09:5:7'],
    ['{{isotime | clean_ami_name}}', '2026-11-21T09-05-07Z'],
    ['{{clean_ami_name "a:b+c(d),e/f_g h"}}', 'a-b-c(d),e/f_g h'],
    ['{{ clean_resource_name (isotime) }}', '2026-11-21T09-05-07Z'],
    ['{{uuid}}', '00000000-0000-4000-8000-000000000000'],
    ['{{build_name}} {{build_type}}', 'amazon-ebs amazon-ebs'],
    ['{{template_dir}}|{{pwd}}', '/work/images|/work'],
    ['{{upper "aB"}}{{lower `aB`}}', 'ABab'],
    ['{{ `abcabc` | replace "b" "x" 1 }}', 'axcabc'],
    ['{{replace "b" "$&" -1 "abcb"}}', 'a$&c$&'],
    ['{{replace_all "b" "" "abcb"}}', 'ac'],
    ['{{split "a-b-c" "-" 1}}', 'b'],
    ['{{user `one`}}{{ user "one" | upper }}', 'onevalueONEVALUE'],
    ['undeclared is empty: {{user `nobody`}}.', 'undeclared is empty: .'],
    ['a {{/* remark */}}b', 'a b'],
    ['a {{- " b " -}} c', 'a b c'],
    ['{{ "}}" }}', '}}'],
    ['no gap', 'no gap'],
  ])('work out %s', (text, expected) => {
    expect(description(text, { one: 'onevalue' })).toBe(expected);
  });

  it.each([
    ['{{nosuch}}', /the function nosuch is not supported/],
    ['{{timestmap}}', /did you mean timestamp\?/],
    ['{{vault `a` `b`}}', /the function vault is not supported/],
    ['{{env `HOME`}}', /env is allowed within variables only/],
    ['{{.Path}}', /\{\{\.Path\}\} is not known here/],
    ['{{if true}}x{{end}}', /\{\{ if \}\} is not supported/],
    ['{{user}}', /user takes 1 arguments, not 0/],
    ['{{user `a`', /\{\{ without \}\}/],
    ['{{}}', /nothing in it/],
    ['{{split "a" "-" 3}}', /split found 1 parts/],
  ])('refuse %s', (text, expected) => {
    const [problem, ...more] = problemsOf({ builders: [{ ...builder, ami_description: text }] });
    expect(problem).toMatch(expected);
    expect(problem).toContain('builders[0].ami_description');
    expect(more).toEqual([]);
  });
});
