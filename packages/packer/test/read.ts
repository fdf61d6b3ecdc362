import type { FileProvisioner, Recipe, ShellProvisioner } from '@imago/engine';
import { formatTemplateProblems, readPackerTemplate } from '../src/index.ts';
import type { TemplateInput } from '../src/index.ts';

const startedAt = new Date('2026-11-21T09:05:07.123Z');

export const builder = {
  type: 'amazon-ebs',
  region: 'us-east-1',
  source_ami: 'ami-1',
  instance_type: 't3.small',
  ssh_username: 'admin',
  ami_name: 'app {{timestamp}}',
};

const surroundings: TemplateInput = {
  fileName: 'app.json',
  vars: {},
  varFiles: [],
  env: { HOME: '/root', BUILD_HOST: 'ci-7' },
  startedAt,
  templateDir: '/work/images',
  workingDir: '/work',
  uuid: () => '00000000-0000-4000-8000-000000000000',
};

type Extra = Partial<TemplateInput>;

const textOf = (template: unknown): string =>
  typeof template === 'string' ? template : JSON.stringify(template, null, 2);

/** The recipes of a template that must be right. */
export function readAll(template: unknown, extra: Extra = {}): readonly Recipe[] {
  const result = readPackerTemplate(textOf(template), { ...surroundings, ...extra });
  if (result.kind === 'invalid') throw new Error(formatTemplateProblems(result.problems));
  return result.builds.map(({ recipe }) => recipe);
}

/** The recipe of a template with one builder. */
export function read(template: unknown, extra: Extra = {}): Recipe {
  const [recipe] = readAll(template, extra);
  if (recipe === undefined) throw new Error('no recipe');
  return recipe;
}

/** What is said about a template that must be wrong. */
export function problemsOf(template: unknown, extra: Extra = {}): readonly string[] {
  const result = readPackerTemplate(textOf(template), { ...surroundings, ...extra });
  if (result.kind === 'read') throw new Error('the template was read');
  return result.problems.map((problem) => formatTemplateProblems([problem]));
}

/** The only provisioner of a template. */
export function shellOf(fields: object, extra: Extra = {}): ShellProvisioner {
  const [provisioner] = read(
    { builders: [builder], provisioners: [{ type: 'shell', ...fields }] },
    extra,
  ).provisioners;
  if (provisioner?.kind !== 'shell') throw new Error('no shell provisioner');
  return provisioner;
}

export function fileOf(fields: object): FileProvisioner {
  const [provisioner] = read({
    builders: [builder],
    provisioners: [{ type: 'file', ...fields }],
  }).provisioners;
  if (provisioner?.kind !== 'file') throw new Error('no file provisioner');
  return provisioner;
}
