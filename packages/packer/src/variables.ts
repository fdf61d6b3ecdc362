import { evaluateText } from './interpolate/evaluate.ts';
import { FunctionError } from './interpolate/functions.ts';
import type { FunctionScope, UserValue } from './interpolate/functions.ts';
import { TemplateSyntaxError } from './interpolate/parse-template.ts';
import type { JsonObject, Position } from './json/json-value.ts';
import { isProblem, parseJson } from './json/parse-json.ts';
import type { ProblemList } from './problem-list.ts';
import type { TemplateInput } from './template-input.ts';
import type { TemplateProblem } from './template-problem.ts';

interface Raw {
  readonly text: string;
  readonly at: Position | undefined;
}

/** Works out all user variables: defaults, then variable files, then `--var`. */
export function resolveVariables(
  declared: JsonObject | undefined,
  input: TemplateInput,
  problems: ProblemList,
): ReadonlyMap<string, UserValue> {
  const given = readGiven(input, problems);
  const raw = new Map<string, Raw>();
  for (const [name, { value, at }] of declared?.members ?? []) {
    if (value.kind === 'null') {
      // a stand-in, so that a missing variable is told once and not again wherever it is used
      raw.set(name, { text: 'unset', at });
      if (!given.has(name))
        problems.add(`variables.${name}`, at, 'required variable is not set', `write --var ${name}=VALUE`);
    } else if (value.kind === 'object' || value.kind === 'array') {
      problems.add(
        `variables.${name}`,
        value.at,
        `a variable holds a text, not an ${value.kind}`,
        'write a string',
      );
    } else {
      raw.set(name, { text: value.kind === 'number' ? value.text : String(value.value), at: value.at });
    }
  }
  for (const [name, text] of given) raw.set(name, { text, at: declared?.members.get(name)?.at });
  return new Resolver(raw, input, problems).all();
}

class Resolver {
  readonly #resolved = new Map<string, UserValue>();
  readonly #open = new Set<string>();
  readonly #raw: ReadonlyMap<string, Raw>;
  readonly #input: TemplateInput;
  readonly #problems: ProblemList;

  constructor(raw: ReadonlyMap<string, Raw>, input: TemplateInput, problems: ProblemList) {
    this.#raw = raw;
    this.#input = input;
    this.#problems = problems;
  }

  all(): ReadonlyMap<string, UserValue> {
    for (const name of this.#raw.keys()) this.#resolve(name);
    return this.#resolved;
  }

  #resolve(name: string): UserValue {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    const raw = this.#raw.get(name);
    if (raw === undefined) throw new FunctionError(`the variable ${name} is used but not set`);
    if (this.#open.has(name)) throw new FunctionError(`the variable ${name} refers to itself`);
    this.#open.add(name);
    const variable = this.#evaluate(name, raw);
    this.#open.delete(name);
    this.#resolved.set(name, variable);
    return variable;
  }

  #evaluate(name: string, { text, at }: Raw): UserValue {
    const volatile = new Set<string>();
    const scope: FunctionScope = {
      ...this.#input,
      build: undefined,
      onVolatile: (cause) => volatile.add(cause),
      user: (other) => this.#resolve(other),
    };
    try {
      const value = evaluateText(text, scope);
      return { value, volatile: [...volatile] };
    } catch (error) {
      if (!(error instanceof FunctionError || error instanceof TemplateSyntaxError)) throw error;
      this.#problems.add(`variables.${name}`, at, error.message);
      return { value: '', volatile: [] };
    }
  }
}

function readGiven(input: TemplateInput, problems: ProblemList): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  for (const file of input.varFiles) {
    const parsed = parseJson(file.text, file.fileName);
    if (isProblem(parsed)) {
      problems.problems.push(parsed);
    } else if (parsed.kind !== 'object') {
      problems.problems.push(
        inFile(file.fileName, '', parsed.at, 'a variable file holds one object', 'write { "name": "value" }'),
      );
    } else {
      for (const [name, { value }] of parsed.members) {
        if (value.kind === 'object' || value.kind === 'array' || value.kind === 'null') {
          problems.problems.push(
            inFile(
              file.fileName,
              name,
              value.at,
              `a variable holds a text, not ${value.kind}`,
              'write a string',
            ),
          );
        } else given.set(name, value.kind === 'number' ? value.text : String(value.value));
      }
    }
  }
  for (const [name, value] of Object.entries(input.vars)) given.set(name, value);
  return given;
}

function inFile(fileName: string, path: string, at: Position, message: string, fix: string): TemplateProblem {
  return { fileName, path, message, fix, line: at.line, column: at.column };
}
