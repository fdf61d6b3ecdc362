import type { Recipe } from '@imago/engine';
import { nearestMatch } from '@imago/engine';
import { readAmazonEbs } from './builder-amazon-ebs.ts';
import { FieldReader } from './field-reader.ts';
import type { FunctionScope, UserValue } from './interpolate/functions.ts';
import type { JsonObject, JsonValue } from './json/json-value.ts';
import { isProblem, parseJson } from './json/parse-json.ts';
import { ProblemList } from './problem-list.ts';
import { readProvisioner } from './provisioners.ts';
import type { PackerBuild, ReadTemplateResult, TemplateInput } from './template-input.ts';
import { resolveVariables } from './variables.ts';

const rootFields = [
  'builders',
  'provisioners',
  'variables',
  'description',
  'min_packer_version',
  'sensitive-variables',
  'post-processors',
  'error-cleanup-provisioner',
  'push',
  'comments',
];

/**
 * Reads a Packer JSON template as Packer 1.6 does: one recipe for each builder, or every mistake at once.
 *
 * What Packer knows and Imago does not support is a mistake too, by name.
 */
export function readPackerTemplate(text: string, input: TemplateInput): ReadTemplateResult {
  const root = parseJson(text, input.fileName);
  if (isProblem(root)) return { kind: 'invalid', problems: [root] };
  const problems = new ProblemList(input.fileName);
  if (root.kind !== 'object') {
    problems.add('', root.at, `a template is an object, not ${root.kind}`, 'write { "builders": […] }');
    return { kind: 'invalid', problems: problems.problems };
  }
  checkRoot(root, problems);
  const declared = objectAt(root, 'variables', problems);
  const variables = resolveVariables(declared, input, problems);
  const sensitive = readSensitive(root, problems);
  const builds = readBuilds(root, variables, sensitive, input, problems);
  if (problems.problems.length > 0) return { kind: 'invalid', problems: problems.problems };
  const used = [...text.matchAll(/\buser\s+`([^`]+)`/g)].map(([, name = '']) => name);
  return { kind: 'read', builds, variables: [...new Set([...(declared?.members.keys() ?? []), ...used])] };
}

function checkRoot(root: JsonObject, problems: ProblemList): void {
  for (const [key, { value, at }] of root.members) {
    if (key.startsWith('_')) continue;
    if (!rootFields.includes(key)) {
      const nearest = nearestMatch(key, rootFields);
      problems.add(
        key,
        at,
        `unknown field ${key}`,
        nearest === undefined ? 'remove it, or begin its name with _' : `write ${nearest}`,
      );
    }
    const isEmpty = value.kind === 'null' || (value.kind === 'array' && value.elements.length === 0);
    if (key === 'push' || (key === 'error-cleanup-provisioner' && !isEmpty)) {
      problems.add(key, at, `${key} is not supported`, 'remove it');
    }
    if (key === 'post-processors' && !isEmpty) {
      const elements = value.kind === 'array' ? value.elements : [value];
      for (const element of elements) {
        problems.add(
          key,
          element.at,
          `the post-processor ${postProcessorName(element)} is not supported`,
          'remove it',
        );
      }
    }
    if (key === 'min_packer_version') checkVersion(value, problems);
  }
}

function postProcessorName(element: JsonValue): string {
  if (element.kind === 'string') return element.value;
  if (element.kind === 'array') return element.elements.map(postProcessorName).join(', ');
  const type = element.kind === 'object' ? element.members.get('type')?.value : undefined;
  return type?.kind === 'string' ? type.value : 'without type';
}

/** JSON templates are Packer 1's; what came after 1.6 changed nothing in them. */
function checkVersion(value: JsonValue, problems: ProblemList): void {
  const version = value.kind === 'string' ? value.value : '';
  const major = /^(\d+)\.\d+(\.\d+)?/.exec(version)?.[1];
  if (major === undefined) {
    problems.add(
      'min_packer_version',
      value.at,
      `${JSON.stringify(version)} is no version`,
      'write it like 1.6.0',
    );
  } else if (Number(major) > 1) {
    problems.add(
      'min_packer_version',
      value.at,
      `templates for Packer ${version} are not supported`,
      'Imago reads those of Packer 1',
    );
  }
}

function objectAt(root: JsonObject, key: string, problems: ProblemList): JsonObject | undefined {
  const value = root.members.get(key)?.value;
  if (value === undefined || value.kind === 'null' || value.kind === 'object') {
    return value?.kind === 'object' ? value : undefined;
  }
  problems.add(key, value.at, `an object was expected, not ${value.kind}`);
  return undefined;
}

function objectsAt(root: JsonObject, key: string, problems: ProblemList): readonly JsonObject[] {
  const value = root.members.get(key)?.value;
  if (value === undefined || value.kind === 'null') return [];
  if (value.kind !== 'array') {
    problems.add(key, value.at, `a list was expected, not ${value.kind}`, 'write […]');
    return [];
  }
  return value.elements.flatMap((element, index) => {
    if (element.kind === 'object') return [element];
    problems.add(`${key}[${index}]`, element.at, `an object was expected, not ${element.kind}`);
    return [];
  });
}

function readSensitive(root: JsonObject, problems: ProblemList): readonly string[] {
  const value = root.members.get('sensitive-variables')?.value;
  if (value === undefined) return [];
  if (value.kind === 'array' && value.elements.every((element) => element.kind === 'string')) {
    return value.elements.map((element) => (element.kind === 'string' ? element.value : ''));
  }
  problems.add('sensitive-variables', value.at, 'a list of variable names was expected');
  return [];
}

function readBuilds(
  root: JsonObject,
  variables: ReadonlyMap<string, UserValue>,
  sensitive: readonly string[],
  input: TemplateInput,
  problems: ProblemList,
): readonly PackerBuild[] {
  const builders = objectsAt(root, 'builders', problems);
  const provisioners = objectsAt(root, 'provisioners', problems);
  if (builders.length === 0)
    problems.add('builders', root.at, 'no builder', 'write a builder of type amazon-ebs');
  const secrets = sensitive.flatMap((name) => variables.get(name)?.value ?? []);
  const names = new Set<string>();
  const builds = builders.flatMap((object, index): readonly PackerBuild[] => {
    const path = `builders[${index}]`;
    const type = textAt(object, 'type');
    if (type !== 'amazon-ebs') {
      const at = object.members.get('type')?.value.at ?? object.at;
      problems.add(
        `${path}.type`,
        at,
        type === undefined ? 'a builder without type' : `the builder ${type} is not supported`,
        'use amazon-ebs',
      );
      return [];
    }
    const name = textAt(object, 'name') ?? type;
    if (names.has(name))
      problems.add(
        `${path}.name`,
        object.at,
        `two builders have the name ${name}`,
        'give one of them another name',
      );
    names.add(name);
    return [readBuild({ object, path, name, type }, provisioners, { variables, secrets, input, problems })];
  });
  checkBuildNames(provisioners, names, problems);
  return builds;
}

interface Surroundings {
  readonly variables: ReadonlyMap<string, UserValue>;
  readonly secrets: readonly string[];
  readonly input: TemplateInput;
  readonly problems: ProblemList;
}

function readBuild(
  { object, path, name, type }: { object: JsonObject; path: string; name: string; type: string },
  provisioners: readonly JsonObject[],
  { variables, secrets, input, problems }: Surroundings,
): PackerBuild {
  const volatile = new Set<string>();
  const scope = (onVolatile: (use: string) => void): FunctionScope => ({
    startedAt: input.startedAt,
    uuid: input.uuid,
    templateDir: input.templateDir,
    workingDir: input.workingDir,
    env: undefined,
    build: { name, type },
    onVolatile,
    user: (variable) => variables.get(variable),
  });
  // names and tags do not go into the fingerprint, so a time within them does no harm
  const fields = new FieldReader(
    object,
    path,
    scope(() => {}),
    problems,
  );
  fields.ignore('name');
  fields.ignore('type');
  const ebs = readAmazonEbs(fields);
  const steps = provisioners.flatMap((provisioner, index) => {
    const causes = new Set<string>();
    const applied = withOverride(provisioner, name, `provisioners[${index}]`, problems);
    const read = readProvisioner(
      new FieldReader(
        applied,
        `provisioners[${index}]`,
        scope((use) => causes.add(use)),
        problems,
      ),
      { name, type },
    );
    if (read !== undefined) for (const cause of causes) volatile.add(cause);
    return read === undefined ? [] : [read];
  });
  const allSecrets = [...secrets, ...ebs.secrets].filter((secret) => secret !== '');
  const recipe: Recipe = {
    name,
    source: ebs.source,
    builder: ebs.builder,
    provisioners: steps,
    ...(allSecrets.length === 0 ? {} : { secrets: allSecrets }),
    ...(volatile.size === 0 ? {} : { volatile: [...volatile] }),
  };
  return { recipe, access: ebs.access };
}

/** `override`: fields of a provisioner that are others for the build of that name. */
function withOverride(
  provisioner: JsonObject,
  build: string,
  path: string,
  problems: ProblemList,
): JsonObject {
  const override = provisioner.members.get('override');
  if (override === undefined) return provisioner;
  const members = new Map(provisioner.members);
  members.delete('override');
  const forBuild = objectAt(provisioner, 'override', problems)?.members.get(build)?.value;
  if (forBuild !== undefined && forBuild.kind !== 'object') {
    problems.add(`${path}.override.${build}`, forBuild.at, `an object was expected, not ${forBuild.kind}`);
  }
  if (forBuild?.kind === 'object') for (const [key, member] of forBuild.members) members.set(key, member);
  return { ...provisioner, members };
}

/** A build name in `only`, `except` or `override` that no builder has is a typing error. */
function checkBuildNames(
  provisioners: readonly JsonObject[],
  names: ReadonlySet<string>,
  problems: ProblemList,
): void {
  for (const [index, provisioner] of provisioners.entries()) {
    for (const key of ['only', 'except', 'override']) {
      const value = provisioner.members.get(key)?.value;
      const used =
        value?.kind === 'array'
          ? value.elements.map((element) =>
              element.kind === 'string' ? { name: element.value, at: element.at } : undefined,
            )
          : value?.kind === 'object'
            ? [...value.members].map(([name, { at }]) => ({ name, at }))
            : [];
      for (const use of used) {
        if (use === undefined || names.has(use.name) || names.size === 0) continue;
        const fix = `the builders are ${[...names].join(', ')}`;
        problems.add(`provisioners[${index}].${key}`, use.at, `no builder has the name ${use.name}`, fix);
      }
    }
  }
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = object.members.get(key)?.value;
  return value?.kind === 'string' && value.value !== '' ? value.value : undefined;
}
